using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Tenants;

/// <summary>Somebody the tenant knows by mail address.</summary>
/// <param name="Delegate">Who decides in this person's place, and when.</param>
/// <param name="Teams">The key of the Teams channel that they are told in as well; null for none.</param>
/// <param name="Absent">When nobody does.</param>
/// <param name="IsActive">Whether the person works here; who does not is asked for no decision.</param>
/// <param name="Language">The tag of the language they are written to in; null for whichever.</param>
public sealed record Person(
    RecordId Id, EmailAddress Email, string Name, string? Role, string? TimeZone, EmailAddress? Manager,
    Delegation? Delegate, int Version, string? Teams = null, Absence? Absent = null, bool IsActive = true,
    string? Language = null) : IRecord<Person, PersonEvent>
{
    /// <summary>The partition of the list rows; the row is the escaped address.</summary>
    public const string ListPartition = "person";

    /// <inheritdoc/>
    public static string Practice => "person";

    /// <summary>The record of an address.</summary>
    public static RecordId IdOf(EmailAddress email) => RecordId.Named("per", email.Value);

    /// <summary>Who decides in this person's place at that time; null for nobody.</summary>
    public EmailAddress? DelegateAt(Instant at) =>
        Delegate is { } away && away.From <= at && at < away.Until ? away.To : null;

    /// <summary>The absence without a delegate at that time; null for none.</summary>
    public Absence? AbsentAt(Instant at) => Absent is { } away && away.From <= at && at < away.Until ? away : null;

    /// <inheritdoc/>
    public static Person Apply(Person? state, Recorded<PersonEvent> recorded) => recorded.Event switch
    {
        PersonPut e => new(
            recorded.Record, e.Email, e.Name, e.Role, e.TimeZone, e.Manager, e.Delegate, recorded.Sequence, e.Teams,
            e.Absent, e.Active ?? true, e.Language),
        _ => state!,
    };

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(Person state)
    {
        yield return new(TableNames.Settings, ListPartition, KeyText.Escape(state.Email.Value), SettingsRow.Of(state));
        if (!state.IsActive) yield return PersonStates.RowOf(state.Email);
    }
}

/// <summary>A dated replacement, one step far.</summary>
public sealed record Delegation(EmailAddress To, Instant From, Instant Until, string Reason);

/// <summary>A dated absence without a replacement.</summary>
public sealed record Absence(Instant From, Instant Until, string Reason);

/// <summary>What happens to a person's entry.</summary>
public abstract record PersonEvent;

/// <summary>The whole entry as it is from here on.</summary>
/// <param name="Active">Null means yes.</param>
[EventType("person.put")]
public sealed record PersonPut(
    EmailAddress Email, string Name, string? Role, string? TimeZone, EmailAddress? Manager, Delegation? Delegate,
    string? Teams = null, Absence? Absent = null, bool? Active = null, string? Language = null) : PersonEvent;

/// <summary>A person as callers see it.</summary>
public sealed record PersonView(
    EmailAddress Email, string Name, string? Role, string? TimeZone, EmailAddress? Manager, Delegation? Delegate,
    string? Teams, Absence? Absent, bool Active, string? Language, int Version)
{
    /// <summary>The entry without its id.</summary>
    public static PersonView Of(Person person) => new(
        person.Email, person.Name, person.Role, person.TimeZone, person.Manager, person.Delegate, person.Teams,
        person.Absent, person.IsActive, person.Language, person.Version);
}
