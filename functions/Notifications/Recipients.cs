using System.Collections.Immutable;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Tenants;

namespace ItsmServerless.Notifications;

/// <summary>Finds the people behind the recipients of a notice.</summary>
public sealed class Recipients(EventLog log, MailSettings settings)
{
    /// <summary>At most this many mails for one notice, whatever a group holds.</summary>
    private const int Most = 100;

    /// <summary>Their addresses, each once; the desk's where one names nobody. One point read a group.</summary>
    public async Task<ImmutableArray<EmailAddress>> Of(TenantId tenant, Notice notice, CancellationToken cancel)
    {
        var found = new List<EmailAddress>();
        foreach (var to in notice.To) found.AddRange(await Of(tenant, to, cancel));
        return [.. found.DefaultIfEmpty(settings.DeskAddress).Distinct().Take(Most)];
    }

    private async Task<IReadOnlyList<EmailAddress>> Of(TenantId tenant, string to, CancellationToken cancel)
    {
        if (!to.StartsWith(Group.ReferencePrefix, StringComparison.Ordinal))
            return [EmailAddress.IsValid(to) ? EmailAddress.From(to) : settings.DeskAddress];
        var id = Group.IdOf(to[Group.ReferencePrefix.Length..]);
        var group = await log.Find<Group, GroupEvent>(tenant, id, cancel);
        return group is { State.Members.Length: > 0 } ? group.State.Members : [settings.DeskAddress];
    }
}
