using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Tenants;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>Finds the people behind what a policy names. A point read a group, and one a person for the
/// delegate.</summary>
public sealed class ApproverFinder(EventLog log)
{
    /// <summary>Everybody who is meant, in the policy's order; a person may occur twice.</summary>
    /// <param name="requester">Nobody may decide on their own request, nor have it decided by being somebody's
    /// delegate.</param>
    public async Task<IReadOnlyList<Approver>> Find(
        TenantId tenant, IReadOnlyList<string> named, EmailAddress? requester, Instant now, CancellationToken cancel)
    {
        var found = new List<Approver>();
        foreach (var name in named)
            foreach (var person in await People(tenant, name, cancel))
                found.Add(await OrDelegate(tenant, person, requester, now, cancel));
        return found;
    }

    private async Task<IReadOnlyList<EmailAddress>> People(TenantId tenant, string name, CancellationToken cancel)
    {
        if (ApproverText.GroupOf(name) is not { } key) return [EmailAddress.From(name)];
        return (await log.Find<Group, GroupEvent>(tenant, Group.IdOf(key), cancel))?.State.Members ?? [];
    }

    /// <summary>One step: a delegate's own delegate is not asked.</summary>
    private async Task<Approver> OrDelegate(
        TenantId tenant, EmailAddress person, EmailAddress? requester, Instant now, CancellationToken cancel)
    {
        var entry = await log.Find<Person, PersonEvent>(tenant, Person.IdOf(person), cancel);
        if (person == requester || entry?.State.Delegate is not { } away || away.To == requester) return new(person);
        return away.From <= now && now < away.Until ? new(away.To, person) : new(person);
    }
}
