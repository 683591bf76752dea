using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Tenants;

namespace ItsmServerless.Notifications;

/// <summary>Tells whom a tenant knows from whom a stranger may have named.</summary>
public sealed class Acquaintance(EventLog log, KeyDirectory keys)
{
    private static readonly string KeyPrefix = Actor.ApiKey("").Value;

    /// <summary>Whether the requester is one of the tenant's people, or whoever reported it is trusted to name them: a
    /// person who signed in, or a key of the desk. One point read; one more, mostly remembered, for keys.</summary>
    public async Task<bool> Knows(PublishedEvent reported, EmailAddress requester, CancellationToken cancel)
    {
        if (EmailAddress.IsValid(reported.By.Value)) return true;
        var entry = await log.Find<Person, PersonEvent>(reported.Tenant, Person.IdOf(requester), cancel);
        return entry is not null || await IsOfDesk(reported, cancel);
    }

    private async Task<bool> IsOfDesk(PublishedEvent reported, CancellationToken cancel) =>
        reported.By.Value.StartsWith(KeyPrefix, StringComparison.Ordinal) &&
        await keys.RoleOf(reported.Tenant, reported.By.Value[KeyPrefix.Length..], cancel) is
            Role.Admin or Role.Manager or Role.Agent;
}
