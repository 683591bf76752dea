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

    /// <summary>Their addresses, each once; the desk's where one names nobody. One point read for a group or a manager.</summary>
    public async Task<ImmutableArray<EmailAddress>> Of(TenantId tenant, Notice notice, CancellationToken cancel)
    {
        var found = new List<EmailAddress>();
        foreach (var to in notice.To) found.AddRange(await Of(tenant, to, cancel));
        return [.. found.DefaultIfEmpty(settings.DeskAddress).Distinct().Take(Most)];
    }

    private async Task<IReadOnlyList<EmailAddress>> Of(TenantId tenant, string to, CancellationToken cancel)
    {
        if (Without(Group.ReferencePrefix, to) is { } key) return await Members(tenant, key, cancel);
        if (Without(Notice.ManagerOf, to) is { } report) return [await Manager(tenant, report, cancel)];
        return [EmailAddress.IsValid(to) ? EmailAddress.From(to) : settings.DeskAddress];
    }

    private async Task<IReadOnlyList<EmailAddress>> Members(TenantId tenant, string key, CancellationToken cancel)
    {
        var group = await log.Find<Group, GroupEvent>(tenant, Group.IdOf(key), cancel);
        return group is { State.Members.Length: > 0 } ? group.State.Members : [settings.DeskAddress];
    }

    private async Task<EmailAddress> Manager(TenantId tenant, string report, CancellationToken cancel)
    {
        var person = await log.Find<Person, PersonEvent>(tenant, Person.IdOf(EmailAddress.From(report)), cancel);
        return person?.State.Manager ?? settings.DeskAddress;
    }

    private static string? Without(string prefix, string text) =>
        text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : null;
}
