using ItsmServerless.Approvals;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Languages;
using ItsmServerless.Tenants;

namespace ItsmServerless.Notifications;

/// <summary>Somebody who is asked, as far as it matters to how they are told.</summary>
/// <param name="Name">As the tenant knows them; the address where it does not.</param>
/// <param name="SharedChannel">A Teams channel that others read as well; null when there is none, or it is theirs
/// alone.</param>
public sealed record AskedPerson(EmailAddress Person, string Name, Reader Reader, string? SharedChannel);

/// <summary>Finds how those who are asked are told.</summary>
public sealed class AskedPeople(EventLog log, ChannelUse channels)
{
    /// <summary>By address. A point read each; and where one has a Teams channel, what <see cref="ChannelUse"/>
    /// reads.</summary>
    public async Task<IReadOnlyDictionary<EmailAddress, AskedPerson>> Of(
        TenantId tenant, IEnumerable<EmailAddress> people, CancellationToken cancel)
    {
        var found = await Task.WhenAll(people.Distinct().Select(person => Find(tenant, person, cancel)));
        var isUsed = found.Any(one => one.Entry?.Teams is not null);
        var shared = isUsed ? await channels.Shared(tenant, cancel) : new HashSet<string>();
        return found.Select(one => Of(one.Person, one.Entry, shared)).ToDictionary(asked => asked.Person);
    }

    /// <summary>The Teams channels of the groups that people are asked for, by <c>group:key</c>; groups without one are
    /// left out. A point read for each group.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Channels(
        TenantId tenant, IEnumerable<Approver> approvers, CancellationToken cancel)
    {
        var names = approvers.SelectMany(approver => approver.Groups ?? []).Distinct(StringComparer.Ordinal)
            .Where(name => name.StartsWith(Group.ReferencePrefix, StringComparison.Ordinal));
        var found = await Task.WhenAll(names.Select(name => Find(tenant, name, cancel)));
        return found.OfType<Group>().Where(group => group.Teams is not null)
            .ToDictionary(group => Group.ReferencePrefix + group.Key, group => group.Teams!);
    }

    private async Task<Group?> Find(TenantId tenant, string name, CancellationToken cancel)
    {
        var id = Group.IdOf(name[Group.ReferencePrefix.Length..]);
        return (await log.Find<Group, GroupEvent>(tenant, id, cancel))?.State;
    }

    private async Task<(EmailAddress Person, Person? Entry)> Find(
        TenantId tenant, EmailAddress person, CancellationToken cancel) =>
        (person, (await log.Find<Person, PersonEvent>(tenant, Person.IdOf(person), cancel))?.State);

    private static AskedPerson Of(EmailAddress person, Person? entry, IReadOnlySet<string> shared) => new(
        person, entry?.Name ?? person.Value, Reader.Of(entry?.Language, entry?.TimeZone),
        entry?.Teams is { } channel && shared.Contains(channel) ? channel : null);
}
