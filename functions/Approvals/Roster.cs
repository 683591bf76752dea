using ItsmServerless.Kernel.Ids;
using ItsmServerless.Tenants;

namespace ItsmServerless.Approvals;

/// <summary>Whom a policy names, as it was found: before anybody is left out.</summary>
/// <param name="Named">In the policy's order; a person may occur more than once.</param>
/// <param name="Entries">What the tenant has on record of them and their delegates; not everybody is.</param>
/// <param name="Unknown">Names of the policy that nobody is behind.</param>
public sealed record Roster(
    IReadOnlyList<NamedPerson> Named, IReadOnlyDictionary<EmailAddress, Person> Entries, IReadOnlyList<LeftOut> Unknown)
{
    /// <summary>Whether the person is among those who are named.</summary>
    public bool Names(EmailAddress person) => Named.Any(named => named.Person == person);

    /// <summary>What is on record of a person; null for nothing.</summary>
    public Person? Of(EmailAddress person) => Entries.GetValueOrDefault(person);

    /// <summary>Whether the person works here: yes, unless the record says otherwise.</summary>
    public bool IsActive(EmailAddress person) => Of(person)?.IsActive ?? true;
}

/// <summary>A person whom a policy names.</summary>
/// <param name="Group">The group that the person was found in, as <c>group:key</c>; null when named alone.</param>
public sealed record NamedPerson(EmailAddress Person, int? Weight = null, string? Group = null);
