using System.Collections.Immutable;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Notifications.Addresses;
using NodaTime;

namespace ItsmServerless.Notifications.Budgets;

/// <summary>Says to whom a mail may go, and why not to others.</summary>
public sealed class MailRestraint(
    MailAddresses addresses, MailBudgets budgets, MailBudgetSettings settings, MailSettings mail)
{
    private static readonly Duration Hour = Duration.FromHours(1);
    private static readonly Duration Day = Duration.FromDays(1);

    /// <summary>Who is told that mails are held back.</summary>
    public EmailAddress Desk => mail.DeskAddress;

    /// <summary>A point read for each recipient; where the notice has a limit, one or two budgets. May be asked again:
    /// what was taken for a mail stays taken.</summary>
    public async Task<Permission> Of(Envelope envelope, CancellationToken cancel)
    {
        var (tenant, notice) = (envelope.Cause.Tenant, envelope.Notice);
        var failed = await Task.WhenAll(envelope.To.Select(to => addresses.Failed(tenant, to, cancel)));
        MailAddress[] dead = [.. failed.OfType<MailAddress>()];
        var reason = string.Join(
            ", ", dead.Select(address => $"{HeldBack.AddressFailed}: {address.Email} {address.Status}"));
        ImmutableArray<EmailAddress> living = [.. envelope.To.Except(dead.Select(address => address.Email))];
        if (living.IsEmpty) return new([], reason);
        return await Exhausted(envelope, notice.Limit, cancel) is { } over ? new([], over) : new(living, reason);
    }

    /// <summary>Whether the desk has not yet been told within the hour that mails are held back.</summary>
    public Task<bool> MayAlarm(Envelope envelope, CancellationToken cancel) =>
        budgets.Take(envelope.Cause.Tenant, new("alarm", 1, Hour), KeyOf(envelope), cancel);

    private async Task<string?> Exhausted(Envelope envelope, NoticeLimit limit, CancellationToken cancel)
    {
        var (tenant, to) = (envelope.Cause.Tenant, envelope.To[0]);
        if (limit == NoticeLimit.FirstContact)
            return await budgets.Take(
                tenant, new($"first-contact\n{to}", settings.FirstContacts, Day), KeyOf(envelope), cancel)
                ? null
                : HeldBack.ConfirmedToday;
        if (limit != NoticeLimit.Conversation) return null;
        var (record, notice) = (envelope.Cause.Record, $"{envelope.Cause.Sequence}-{envelope.Notice.Kind}");
        if (!await budgets.Take(tenant, new($"thread\n{record}", settings.PerThread, Hour), notice, cancel))
            return HeldBack.ThreadBudget;
        if (to == mail.DeskAddress) return null; // All that nobody answers for goes there.
        return await budgets.Take(tenant, new($"address\n{to}", settings.PerAddress, Hour), KeyOf(envelope), cancel)
            ? null
            : HeldBack.AddressBudget;
    }

    private static string KeyOf(Envelope envelope) => KeyText.Hash($"{envelope.Cause.Record}\n{envelope.Part}");
}

/// <summary>To whom a mail may go.</summary>
/// <param name="Reason">Why it may not go to the others; empty when there are none.</param>
public sealed record Permission(ImmutableArray<EmailAddress> To, string Reason);

/// <summary>Why mails are held back.</summary>
internal static class HeldBack
{
    public const string AddressFailed = "address_failed";
    public const string ConfirmedToday = "confirmed_today";
    public const string ThreadBudget = "thread_budget";
    public const string AddressBudget = "address_budget";

    /// <summary>Whether it looks like a loop, which the desk should look at.</summary>
    public static bool IsAlarming(string reason) => reason is ThreadBudget or AddressBudget;
}
