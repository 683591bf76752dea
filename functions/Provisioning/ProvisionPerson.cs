using System.Collections.Immutable;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tenants;
using NodaTime;

namespace ItsmServerless.Provisioning;

/// <summary>A directory enters a person, changes one, or takes one away. What it does not know of - role, delegate,
/// absence, Teams channel - stays.</summary>
internal static class ProvisionPerson
{
    /// <summary>Enters a person; one who was entered by hand, or taken away before, is taken over.</summary>
    public static Decision<PersonEvent> Create(Person? state, ScimUser wanted, EmailAddress? manager, Instant now) =>
        state?.Provisioned is { IsDeleted: false } known
            ? new Problem(ProblemCode.AlreadyExists, $"{state.Email} is provisioned already, as {known.UserName}.")
            : Changes(state, wanted, manager, now);

    /// <summary>Changes a person to what the directory says; the address stays.</summary>
    public static Decision<PersonEvent> Change(Person? state, ScimUser wanted, EmailAddress? manager, Instant now)
    {
        if (state is null or { Provisioned.IsDeleted: true }) return Problem.NotFound("such user");
        return wanted.Email != state.Email
            ? ScimNames.Bad("mutability", $"The address {state.Email} names the person everywhere; provision another user for {wanted.Email}.")
            : Changes(state, wanted, manager, now);
    }

    /// <summary>Takes a person away: the entry stays, not active, for records name it.</summary>
    public static Decision<PersonEvent> Delete(Person? state, Instant now)
    {
        if (state is null or { Provisioned.IsDeleted: true }) return Problem.NotFound("such user");
        var known = state.Provisioned ?? new(state.Email.Value, null, null, null, now, now);
        PersonEvent[] gone = [Put(state) with { Active = false }, new PersonProvisioned(known with { IsDeleted = true, UpdatedAt = now })];
        return gone.ToImmutableArray();
    }

    private static Decision<PersonEvent> Changes(Person? state, ScimUser wanted, EmailAddress? manager, Instant now)
    {
        var before = state is null ? null : Put(state);
        var put = new PersonPut(
            wanted.Email, wanted.Name, state?.Role, wanted.TimeZone, manager, state?.Delegate, state?.Teams, state?.Absent, wanted.Active,
            wanted.Language);
        var known = state?.Provisioned;
        var called = new ProvisionedPerson(
            wanted.UserName, wanted.ExternalId, wanted.GivenName, wanted.FamilyName, known?.CreatedAt ?? now, known?.UpdatedAt ?? now);
        if (put == before && called == known) return Decision<PersonEvent>.Nothing;
        PersonEvent[] events = [.. put == before ? [] : new[] { put }, new PersonProvisioned(called with { UpdatedAt = now })];
        return events.ToImmutableArray();
    }

    private static PersonPut Put(Person person) => new(
        person.Email, person.Name, person.Role, person.TimeZone, person.Manager, person.Delegate, person.Teams, person.Absent,
        person.IsActive, person.Language);
}
