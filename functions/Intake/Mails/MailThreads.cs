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
/// <remarks>Signed addresses and our own message ids cost no storage call; ids of others are one point read each, at
/// most <see cref="MostLookups"/>; a number is two. Then one read of the record and two of who the sender is.</remarks>
public sealed partial class MailThreads(
    EventLog log, Lists lists, MailClaims claims, ReplyAddresses replies, IssuedMessageIds ids)
{
    private const int MostLookups = 20;
    private static readonly Role[] DeskRoles = [Role.Admin, Role.Manager, Role.Agent];

    /// <summary>The best match; null when the mail answers nothing that is known.</summary>
    public async Task<MailMatch?> Match(TenantId tenant, InboundMail mail, CancellationToken cancel)
    {
        if (BySignedAddress(tenant, mail) is { } signed)
            return await Match(tenant, mail, signed, MatchReason.SignedAddress, cancel);
        if (await ByReferences(tenant, mail, cancel) is { } answered)
            return await Match(tenant, mail, answered, MatchReason.References, cancel);
        return await ByTag(tenant, mail, cancel) is { } tagged
            ? await Match(tenant, mail, tagged, MatchReason.SubjectTag, cancel)
            : null;
    }

    private RecordId? BySignedAddress(TenantId tenant, InboundMail mail) => mail.From is { Email: var sender }
        ? mail.Recipients.Select(to => replies.Read(tenant, to, sender)).FirstOrDefault(record => record is not null)
        : null;

    private async Task<RecordId?> ByReferences(TenantId tenant, InboundMail mail, CancellationToken cancel)
    {
        var ours = mail.Answered.Select(id => ids.Read(tenant, id)).FirstOrDefault(record => record is not null);
        if (ours is not null) return ours;
        foreach (var id in mail.Answered.Take(MostLookups))
            if (await claims.RecordOf(tenant, id, cancel) is { } record) return record;
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

    private async Task<MailMatch?> Match(
        TenantId tenant, InboundMail mail, RecordId record, MatchReason reason, CancellationToken cancel)
    {
        if (record.Prefix != Incident.Prefix) return new(record, null, reason, Standing.Stranger);
        var incident = await log.Find<Incident, IncidentEvent>(tenant, record, cancel);
        return incident is null
            ? null
            : new(record, incident.State, reason, await StandingOf(tenant, mail.From?.Email, incident.State, cancel));
    }

    private async Task<Standing> StandingOf(
        TenantId tenant, EmailAddress? sender, Incident incident, CancellationToken cancel)
    {
        if (sender is not { } from) return Standing.Stranger;
        if (from == incident.Requester?.Email) return Standing.Requester;
        if (from == incident.Assignee) return Standing.Agent;
        var person = await log.Find<Person, PersonEvent>(tenant, Person.IdOf(from), cancel);
        if (person?.State.Role is { } role && DeskRoles.Contains(RoleText.Parse(role))) return Standing.Agent;
        if (incident.Group is not { } key) return Standing.Stranger;
        var group = await log.Find<Group, GroupEvent>(tenant, Group.IdOf(key), cancel);
        return group?.State.Members.Contains(from) == true ? Standing.Agent : Standing.Stranger;
    }

    [GeneratedRegex(@"\[(?<number>INC-[0-9]{6,18})\]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Tag();
}
