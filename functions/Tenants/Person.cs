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
/// <param name="Provisioned">What a directory calls the person; null for who was entered by hand.</param>
public sealed record Person(
    RecordId Id, EmailAddress Email, string Name, string? Role, string? TimeZone, EmailAddress? Manager,
    Delegation? Delegate, int Version, string? Teams = null, Absence? Absent = null, bool IsActive = true,
    string? Language = null, ProvisionedPerson? Provisioned = null) : IRecord<Person, PersonEvent>
{
    /// <summary>The partition of look-ups by <c>userName</c>.</summary>
    public const string UserNamePartition = "person-user-name";

    /// <summary>The partition of look-ups by <c>externalId</c>.</summary>
    public const string ExternalIdPartition = "person-external-id";

    /// <summary>The column that such a row names the person in.</summary>
    public const string AddressColumn = "Person";

    /// <summary>The column of a list row that says that the directory knows the person no more.</summary>
    public const string HiddenColumn = "Hidden";

    /// <summary>The prefix of people's ids.</summary>
    public const string Prefix = "per";

    /// <summary>The partition of the list rows; the row is the escaped address.</summary>
    public const string ListPartition = "person";

    /// <inheritdoc/>
    public static string Practice => "person";

    /// <summary>The record of an address.</summary>
    public static RecordId IdOf(EmailAddress email) => RecordId.Named(Prefix, email.Value);

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
            e.Absent, e.Active ?? true, e.Language, state?.Provisioned),
        PersonProvisioned e => state! with { Provisioned = e.As, Version = recorded.Sequence },
        _ => state!,
    };

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(Person state)
    {
        yield return new(TableNames.Settings, ListPartition, KeyText.Escape(state.Email.Value), Columns(state));
        if (!state.IsActive) yield return PersonStates.RowOf(state.Email);
        if (state.Provisioned is not { IsDeleted: false } provisioned) yield break;
        yield return LookUp(state, UserNamePartition, provisioned.UserName.ToLowerInvariant());
        if (provisioned.ExternalId is { } external) yield return LookUp(state, ExternalIdPartition, external);
    }

    private static IReadOnlyDictionary<string, object> Columns(Person state) => state.Provisioned?.IsDeleted == true
        ? new Dictionary<string, object>(SettingsRow.Of(state)) { [HiddenColumn] = true }
        : SettingsRow.Of(state);

    private static ListRow LookUp(Person state, string partition, string name) => new(
        TableNames.Lookups, partition, KeyText.Escape(name), new Dictionary<string, object> { [AddressColumn] = state.Email.Value });
}

/// <summary>A dated replacement, one step far.</summary>
public sealed record Delegation(EmailAddress To, Instant From, Instant Until, string Reason);

/// <summary>A dated absence without a replacement.</summary>
public sealed record Absence(Instant From, Instant Until, string Reason);

/// <summary>What a directory calls a person (SCIM 2.0).</summary>
/// <param name="IsDeleted">The directory knows the person no more; the entry stays, for records name it.</param>
public sealed record ProvisionedPerson(
    string UserName, string? ExternalId, string? GivenName, string? FamilyName, Instant CreatedAt, Instant UpdatedAt,
    bool IsDeleted = false);

/// <summary>What happens to a person's entry.</summary>
public abstract record PersonEvent;

/// <summary>The whole entry as it is from here on.</summary>
/// <param name="Active">Null means yes.</param>
[EventType("person.put")]
public sealed record PersonPut(
    EmailAddress Email, string Name, string? Role, string? TimeZone, EmailAddress? Manager, Delegation? Delegate,
    string? Teams = null, Absence? Absent = null, bool? Active = null, string? Language = null) : PersonEvent;

/// <summary>A directory says what it calls the person.</summary>
[EventType("person.provisioned")]
public sealed record PersonProvisioned(ProvisionedPerson As) : PersonEvent;

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
