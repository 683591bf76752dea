using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Languages;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Tenants;

/// <summary>An admin enters or replaces a person.</summary>
/// <param name="Teams">The key of a Teams channel that they are told in as well.</param>
/// <param name="Absent">When the person is away and nobody decides instead.</param>
/// <param name="Active">Whether the person works here; yes when not given.</param>
/// <param name="Language">A tag (BCP 47) of <see cref="Kernel.Languages.Language"/>: the language that the person is
/// written to in.</param>
public sealed record PutPerson(
    string? Name, string? Role, string? TimeZone, string? Manager, PutDelegation? Delegate, string? Teams = null,
    PutAbsence? Absent = null, bool? Active = null, string? Language = null) : IBody<PutPerson>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PutPerson body) =>
    [
        .. Check.Text("/name", body.Name, 1, 256),
        .. Check.OneOf("/role", body.Role, [.. RoleText.OfTenants]),
        .. Check.That(body.TimeZone is null || DateTimeZoneProviders.Tzdb.GetZoneOrNull(body.TimeZone) is not null, "/timeZone", "time_zone", "/timeZone is no zone of the tz database."),
        .. Check.OneOf("/language", body.Language, Words<Language>.All),
        .. Check.Email("/manager", body.Manager),
        .. body.Delegate is { } replaced ? PutDelegation.Validate(replaced) : [],
        .. body.Absent?.Validate() ?? [],
        .. TeamsChannel.CheckKey("/teams", body.Teams),
    ];

    /// <summary>The whole entry is replaced.</summary>
    public static Decision<PersonEvent> Decide(EmailAddress email, PutPerson body) => email.Value == body.Delegate?.To
        ? Problem.Validation(new FieldError("/delegate/to", "self", "/delegate/to is the person itself."))
        : new PersonPut(email, body.Name!, body.Role, body.TimeZone, Address(body.Manager), body.Delegate is { } delegated
            ? new(EmailAddress.From(delegated.To!), delegated.From!.Value, delegated.Until!.Value, delegated.Reason!) : null, body.Teams,
            body.Absent?.Parsed, body.Active, body.Language);

    private static EmailAddress? Address(string? text) => text is null ? null : EmailAddress.From(text);
}

/// <summary>A dated replacement as callers send it.</summary>
public sealed record PutDelegation(string? To, Instant? From, Instant? Until, string? Reason)
{
    /// <summary>All four are needed, and the time must run forward.</summary>
    public static IEnumerable<FieldError> Validate(PutDelegation body) =>
    [
        .. Check.Present("/delegate/to", body.To),
        .. Check.Email("/delegate/to", body.To),
        .. Check.Present("/delegate/from", body.From),
        .. Check.Present("/delegate/until", body.Until),
        .. Check.That(!(body.Until <= body.From), "/delegate/until", "order", "/delegate/until is not after /delegate/from."),
        .. Check.Text("/delegate/reason", body.Reason, 1, 1000),
    ];
}

/// <summary>A dated absence as callers send it.</summary>
public sealed record PutAbsence(Instant? From, Instant? Until, string? Reason)
{
    internal Absence Parsed => new(From!.Value, Until!.Value, Reason!);

    internal IEnumerable<FieldError> Validate() =>
    [
        .. Check.Present("/absent/from", From),
        .. Check.Present("/absent/until", Until),
        .. Check.That(!(Until <= From), "/absent/until", "order", "/absent/until is not after /absent/from."),
        .. Check.Text("/absent/reason", Reason, 1, 1000),
    ];
}
