using System.Text.RegularExpressions;
using ItsmServerless.Incidents;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Tenants;
using Group = ItsmServerless.Tenants.Group;

namespace ItsmServerless.Intake.Mails;

/// <summary>Finds the record that a mail answers.</summary>
/// <remarks>Signed addresses and our own message ids cost no storage call; ids of others are one small query each, at
/// most <see cref="MostLookups"/>; a number is two. Then one read of the record and two of who the sender is; what was
/// merged leads on to what it was merged into.</remarks>
public sealed partial class MailThreads(
    EventLog log, Lists lists, MailConversations conversations, Survivors survivors, ReplyAddresses replies,
    IssuedMessageIds ids, MailSettings settings)
{
    private const int MostLookups = 20;
    private static readonly Role[] DeskRoles = [Role.Admin, Role.Manager, Role.Agent];

    /// <summary>The best match; null when the mail answers nothing that is known.</summary>
    public async Task<MailMatch?> Match(ReceivedMail received, CancellationToken cancel)
    {
        if (BySignedAddress(received.Tenant, received.Mail) is { } signed)
            return await Match(received, signed, MatchReason.SignedAddress, cancel);
        if (await ByReferences(received, cancel) is var (answered, reason))
            return await Match(received, answered, reason, cancel);
        return await ByTag(received.Tenant, received.Mail, cancel) is { } tagged
            ? await Match(received, tagged, MatchReason.SubjectTag, cancel)
            : null;
    }

    /// <summary>The match with a record that is known already; null when there is none yet.</summary>
    public async Task<MailMatch?> Match(
        ReceivedMail received, RecordId record, MatchReason reason, CancellationToken cancel)
    {
        if (record.Prefix != Incident.Prefix) return new(record, null, reason, Standing.Stranger);
        if (await log.Find<Incident, IncidentEvent>(received.Tenant, record, cancel) is not { } named) return null;
        var sender = Speaks(received, reason) ? received.Mail.From?.Email : null;
        var standing = await StandingOf(received.Tenant, sender, named.State, cancel);
        if (named.State.Merged is null) return new(record, named.State, reason, standing);
        var survivor = await survivors.Of(received.Tenant, named.State, cancel);
        var there = await StandingOf(received.Tenant, sender, survivor, cancel);
        return there == Standing.Stranger
            ? new(survivor.Id, survivor, reason, standing) { IsByMerge = true }
            : new(survivor.Id, survivor, reason, there);
    }

    /// <summary>Whether From is the sender: as the mail server says that checks senders, where there is one. A signed
    /// address shows it by itself, unless that server says otherwise.</summary>
    private bool Speaks(ReceivedMail received, MatchReason reason) => reason == MatchReason.SignedAddress
        ? MailTrust.BelievesSigned(settings, received.Mail)
        : received.IsBelieved;

    private RecordId? BySignedAddress(TenantId tenant, InboundMail mail) => mail.From is { Email: var sender }
        ? mail.Recipients.Select(to => replies.Read(tenant, to, sender)).FirstOrDefault(record => record is not null)
        : null;

    /// <summary>By the ids it answers, then by its own: answers to it may have come first.</summary>
    private async Task<(RecordId Record, MatchReason Reason)?> ByReferences(
        ReceivedMail received, CancellationToken cancel)
    {
        var answered = received.Mail.Answered;
        var ours = answered.Select(id => ids.Read(received.Tenant, id)).FirstOrDefault(record => record is not null);
        if (ours is { } record) return (record, MatchReason.References);
        string?[] looked = [.. answered.Take(MostLookups), received.Mail.MessageId];
        foreach (var id in looked.OfType<string>())
            if (await conversations.Find(received, id, cancel) is { } known)
                return (known.Record, known.IsLearned ? MatchReason.ProviderId : MatchReason.References);
        return null;
    }

    private async Task<RecordId?> ByTag(TenantId tenant, InboundMail mail, CancellationToken cancel)
    {
        if (Tag().Match(mail.Subject) is not { Success: true, Groups: [_, var number] }) return null;
        foreach (var (table, partition, row) in IncidentRows.OfNumber(number.Value))
            if (await lists.Find(tenant, table, partition, row, cancel) is { } found)
                return RecordId.From(found.GetString(IncidentRows.IdColumn));
        return null;
    }

    private async Task<Standing> StandingOf(
        TenantId tenant, EmailAddress? sender, Incident incident, CancellationToken cancel)
    {
        if (sender is not { } from) return Standing.Stranger;
        if (from == incident.Requester?.Email) return Standing.Requester;
        if (from == incident.Assignee || from == settings.DeskAddress) return Standing.Agent;
        var person = await log.Find<Person, PersonEvent>(tenant, Person.IdOf(from), cancel);
        if (person?.State.Role is { } role && DeskRoles.Contains(RoleText.Parse(role))) return Standing.Agent;
        if (incident.Group is not { } key) return Standing.Stranger;
        var group = await log.Find<Group, GroupEvent>(tenant, Group.IdOf(key), cancel);
        return group?.State.Members.Contains(from) == true ? Standing.Agent : Standing.Stranger;
    }

    [GeneratedRegex(@"\[(?<number>INC-[0-9]{6,18})\]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Tag();
}
