using System.Collections.Immutable;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Tenants;

namespace ItsmServerless.Notifications;

/// <summary>Finds the people behind the recipients of a notice.</summary>
public sealed class Recipients(EventLog log, TeamsChannels channels, MailSettings settings)
{
    /// <summary>At most this many mails for one notice, whatever a group holds.</summary>
    private const int Most = 100;

    /// <summary>Their addresses and channels, each once; the desk's where one names nobody.</summary>
    /// <remarks>One point read for a group, a manager or a channel, and where cards are sent too one more for each
    /// person that the notice names.</remarks>
    public async Task<Told> Of(TenantId tenant, Notice notice, CancellationToken cancel)
    {
        var found = new List<Told>();
        foreach (var to in notice.To) found.Add(await Of(tenant, to, notice.IsCardToo, cancel));
        return new(
            [.. found.DefaultIfEmpty(Desk).SelectMany(told => told.People).Distinct().Take(Most)],
            [.. found.SelectMany(told => told.Channels).Distinct()]);
    }

    private Told Desk => new([settings.DeskAddress], []);

    private async Task<Told> Of(TenantId tenant, string to, bool isCardToo, CancellationToken cancel)
    {
        if (TeamsChannel.KeyIn(to) is { } channel) return await Channel(tenant, channel, cancel);
        if (Without(Group.ReferencePrefix, to) is { } key) return await Members(tenant, key, isCardToo, cancel);
        var who = Without(Notice.ManagerOf, to) is { } report ? await Manager(tenant, report, cancel)
            : EmailAddress.IsValid(to) ? EmailAddress.From(to) : settings.DeskAddress;
        return new([who], isCardToo ? OneOrNone((await Person(tenant, who, cancel))?.Teams) : []);
    }

    private async Task<Told> Channel(TenantId tenant, string key, CancellationToken cancel) =>
        await channels.Has(tenant, key, cancel) ? new([], [key]) : Desk;

    private async Task<Told> Members(TenantId tenant, string key, bool isCardToo, CancellationToken cancel)
    {
        var group = await log.Find<Group, GroupEvent>(tenant, Group.IdOf(key), cancel);
        var channel = isCardToo ? OneOrNone(group?.State.Teams) : [];
        return group is { State.Members.Length: > 0 }
            ? new(group.State.Members, channel)
            : Desk with { Channels = channel };
    }

    private async Task<EmailAddress> Manager(TenantId tenant, string report, CancellationToken cancel) =>
        (await Person(tenant, EmailAddress.From(report), cancel))?.Manager ?? settings.DeskAddress;

    private async Task<Person?> Person(TenantId tenant, EmailAddress email, CancellationToken cancel) =>
        (await log.Find<Person, PersonEvent>(tenant, Tenants.Person.IdOf(email), cancel))?.State;

    private static ImmutableArray<string> OneOrNone(string? channel) => channel is null ? [] : [channel];

    private static string? Without(string prefix, string text) =>
        text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : null;
}

/// <summary>Whom a notice is told.</summary>
/// <param name="People">By mail.</param>
/// <param name="Channels">By a card: keys of Teams channels.</param>
public sealed record Told(ImmutableArray<EmailAddress> People, ImmutableArray<string> Channels);
