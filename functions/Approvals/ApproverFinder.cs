using ItsmServerless.Configuration;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tenants;

namespace ItsmServerless.Approvals;

/// <summary>Finds the people behind what a policy names. A point read a group, a service or a requester, and one for
/// each person and delegate.</summary>
public sealed class ApproverFinder(EventLog log, Lists lists, ServiceMap services)
{
    /// <summary>Everybody who is meant, with what is on record of them and of those who are asked now.</summary>
    public Task<Roster> Find(
        TenantId tenant, IReadOnlyList<StageApprover> names, Approval approval, CancellationToken cancel) =>
        Find(tenant, names, approval.Requester, approval.Facts?.Service, AskedNow(approval), cancel);

    /// <summary>The same for what is not asked yet.</summary>
    /// <param name="requester">Whose manager may be meant.</param>
    /// <param name="service">Whose owner may be meant.</param>
    public Task<Roster> Find(
        TenantId tenant, IReadOnlyList<StageApprover> names, EmailAddress? requester, string? service,
        CancellationToken cancel) => Find(tenant, names, requester, service, [], cancel);

    private async Task<Roster> Find(
        TenantId tenant, IReadOnlyList<StageApprover> names, EmailAddress? requester, string? service,
        IEnumerable<EmailAddress> asked, CancellationToken cancel)
    {
        var (named, unknown) = (new List<NamedPerson>(), new List<LeftOut>());
        foreach (var name in names)
        {
            var people = await People(tenant, name.Name, requester, service, cancel);
            var group = ApproverText.IsOfMany(name.Name) ? name.Name : null;
            named.AddRange(people.Select(person => new NamedPerson(person, name.Weight, group)));
            if (people.Count == 0) unknown.Add(new(name.Name, LeftOutBecause.Nobody));
        }
        return new(named, await Entries(tenant, named.Select(one => one.Person).Concat(asked), cancel), unknown);
    }

    private static IEnumerable<EmailAddress> AskedNow(Approval approval) => (approval.Open?.Ballots ?? [])
        .SelectMany(ballot => new[] { ballot.Approver.Person, ballot.Approver.Principal });

    private async Task<IReadOnlyList<EmailAddress>> People(
        TenantId tenant, string name, EmailAddress? requester, string? service, CancellationToken cancel)
    {
        if (name == ApproverText.Admins[0].Name) return await Admins(tenant, cancel);
        if (name == ApproverText.Manager) return await Manager(tenant, requester, cancel);
        if (name == ApproverText.ServiceOwner) return await ServiceOwner(tenant, service, cancel);
        if (ApproverText.GroupOf(name) is { } key)
            return (await log.Find<Group, GroupEvent>(tenant, Group.IdOf(key), cancel))?.State.Members ?? [];
        return EmailAddress.IsValid(name) ? [EmailAddress.From(name)] : [];
    }

    private async Task<IReadOnlyList<EmailAddress>> Manager(
        TenantId tenant, EmailAddress? requester, CancellationToken cancel) =>
        requester is { } person && (await Entry(tenant, person, cancel))?.Manager is { } manager ? [manager] : [];

    private async Task<IReadOnlyList<EmailAddress>> ServiceOwner(
        TenantId tenant, string? service, CancellationToken cancel) =>
        service is not null && await services.OwnerOf(tenant, service, cancel) is { } owner ? [owner] : [];

    /// <summary>One query over the people on record, at most 1,000.</summary>
    private async Task<IReadOnlyList<EmailAddress>> Admins(TenantId tenant, CancellationToken cancel)
    {
        var people = await lists.All(tenant, TableNames.Settings, Person.ListPartition, cancel);
        return
        [
            .. people.Select(SettingsRow.Read<Person>).Where(person => person is { Role: "admin", IsActive: true })
                .Select(person => person.Email),
        ];
    }

    private async Task<IReadOnlyDictionary<EmailAddress, Person>> Entries(
        TenantId tenant, IEnumerable<EmailAddress> people, CancellationToken cancel)
    {
        var entries = new Dictionary<EmailAddress, Person>();
        foreach (var person in people.Distinct())
            if (await Entry(tenant, person, cancel) is { } entry) entries[person] = entry;
        foreach (var delegated in entries.Values.Select(entry => entry.Delegate?.To).OfType<EmailAddress>().ToList())
            if (!entries.ContainsKey(delegated) && await Entry(tenant, delegated, cancel) is { } entry)
                entries[delegated] = entry;
        return entries;
    }

    private async Task<Person?> Entry(TenantId tenant, EmailAddress person, CancellationToken cancel) =>
        (await log.Find<Person, PersonEvent>(tenant, Person.IdOf(person), cancel))?.State;
}
