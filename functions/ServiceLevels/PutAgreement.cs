using System.Collections.Frozen;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tenants;

namespace ItsmServerless.ServiceLevels;

/// <summary>The desk makes or replaces an agreement. It is about what is reported from then on; earlier records keep
/// theirs.</summary>
/// <param name="Practice">Only <c>incident</c>, which is also meant when it is missing.</param>
/// <param name="PauseWhile">Missing means <c>awaiting_requester</c>, for an OLA also <c>awaiting_supplier</c>, and nothing
/// for a UC; an empty list means that nothing pauses.</param>
/// <param name="Order">Missing: it applies whenever it matches. Of those with an order, of one kind and metric, the
/// lowest that matches applies alone.</param>
/// <param name="Credits">Missing: nothing is owed. Only for an SLA; the less was kept, the more is owed.</param>
public sealed record PutAgreement(
    string? Kind, string? Practice = null, PutMatch? Match = null, string? Calendar = null,
    IReadOnlyList<PutTarget>? Targets = null, IReadOnlyList<string>? PauseWhile = null,
    IReadOnlyList<PutEscalation>? Escalations = null, int? Order = null,
    IReadOnlyList<PutCredit>? Credits = null) : IBody<PutAgreement>
{
    private const int MostOrder = 10_000;

    private const int MostEscalations = 50;

    private static readonly string Supplied = Words<AgreementKind>.Of(AgreementKind.Uc);
    private static readonly string WaitsForSupplier = Words<HoldReason>.Of(HoldReason.AwaitingSupplier);

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PutAgreement body) =>
    [
        .. Check.Present("/kind", body.Kind),
        .. Check.OneOf("/kind", body.Kind, [.. Words<AgreementKind>.All]),
        .. Check.OneOf("/practice", body.Practice, Incident.Practice),
        .. body.Match is { } match ? PutMatch.Validate("/match", match) : [],
        .. Check.Present("/calendar", body.Calendar),
        .. PutTarget.Validate("/targets", body.Targets),
        .. Pauses("/pauseWhile", body.PauseWhile),
        .. Check.That(
            body.Kind != Supplied || body.PauseWhile?.Contains(WaitsForSupplier) is not true, "/pauseWhile", "not_allowed",
            "/pauseWhile has awaiting_supplier; that is when the time of a uc counts."),
        .. Check.Count("/escalations", body.Escalations, 0, MostEscalations),
        .. Check.Each(
            "/escalations", body.Escalations, (pointer, step) => PutEscalation.Validate(pointer, step, body.Targets)),
        .. Check.That(
            body.Order is not (< 1 or > MostOrder), "/order", "range", $"/order is not a number from 1 to {MostOrder}."),
        .. PutEscalation.Twice("/escalations", body.Escalations ?? []),
        .. PutCredit.Validate("/credits", body.Kind, body.Credits, body.Targets),
        .. DocumentSize.Check("", body),
    ];

    /// <summary>Reasons of holds, each once.</summary>
    public static IEnumerable<FieldError> Pauses(string pointer, IReadOnlyList<string>? reasons) =>
        Check.Each(pointer, reasons, (at, reason) =>
            [.. Check.Present(at, reason), .. Check.OneOf(at, reason, [.. Words<HoldReason>.All])]);

    /// <summary>The reasons, or what is meant when they are missing.</summary>
    public static IReadOnlyList<HoldReason> PausesOf(AgreementKind kind, IReadOnlyList<string>? reasons) =>
        reasons is null
            ? Agreement.DefaultPauses(kind)
            : [.. reasons.Distinct().Select(reason => Words<HoldReason>.Parse(reason)!.Value)];

    /// <summary>The Teams channels that its steps name, each once.</summary>
    internal IEnumerable<string> Channels() => (Escalations ?? []).SelectMany(step => step.Notify ?? [])
        .Select(TeamsChannel.KeyIn).OfType<string>().Distinct();

    /// <summary>The whole agreement is replaced; the key comes from the path.</summary>
    /// <param name="calendarIsKnown">Whether the tenant has the calendar that is named.</param>
    /// <param name="channels">Those of the Teams channels named that the tenant has; none when missing.</param>
    public static Decision<AgreementEvent> Decide(
        string key, PutAgreement body, bool calendarIsKnown, IReadOnlySet<string>? channels = null)
    {
        FieldError[] errors =
        [
            .. Check.Key("key", key),
            .. Check.That(
                calendarIsKnown, "/calendar", "unknown_calendar",
                $"/calendar is {body.Calendar}; there is no such calendar."),
            .. PutEscalation.Unknown("/escalations", body.Escalations, channels ?? FrozenSet<string>.Empty),
        ];
        var kind = Words<AgreementKind>.Parse(body.Kind)!.Value;
        return errors.Length > 0 ? Problem.Validation([.. errors]) : new AgreementPut(
            key, kind, Incident.Practice,
            body.Match?.ToMatch() ?? ServiceLevels.Match.All, body.Calendar!,
            [.. body.Targets!.Select(target => target.ToTarget())], PausesOf(kind, body.PauseWhile),
            [.. (body.Escalations ?? []).Select(step => step.ToEscalation())], body.Order,
            [.. (body.Credits ?? []).Select(credit => credit.ToCredit())]);
    }
}

/// <summary>Which records an agreement is to be about.</summary>
/// <param name="Requester">Addresses, or <c>@domain</c> for all of a domain.</param>
public sealed record PutMatch(
    IReadOnlyList<string>? Priority = null, IReadOnlyList<string>? Service = null, IReadOnlyList<string>? Group = null,
    IReadOnlyList<string>? Requester = null)
{
    private const int MostValues = 100;
    private const int LongestValue = 256;

    internal static IEnumerable<FieldError> Validate(string pointer, PutMatch body) =>
    [
        .. Check.Each($"{pointer}/priority", body.Priority, (at, value) =>
            [.. Check.Present(at, value), .. Check.OneOf(at, value, [.. Words<Priority>.All])]),
        .. Texts($"{pointer}/service", body.Service),
        .. Texts($"{pointer}/group", body.Group),
        .. Check.Count($"{pointer}/requester", body.Requester, 0, MostValues),
        .. Check.Each($"{pointer}/requester", body.Requester, Person),
    ];

    internal Match ToMatch() => new(
        [.. (Priority ?? []).Select(value => Words<Priority>.Parse(value)!.Value)], Service ?? [], Group ?? [],
        Requester ?? []);

    private static IEnumerable<FieldError> Texts(string pointer, IReadOnlyList<string>? values) =>
    [
        .. Check.Count(pointer, values, 0, MostValues),
        .. Check.Each(pointer, values, (at, value) => Check.Text(at, value, 1, LongestValue)),
    ];

    private static IEnumerable<FieldError> Person(string pointer, string? whom) => whom is null
        ? Check.Present(pointer, null)
        : Check.Email(pointer, whom.StartsWith('@') ? $"somebody{whom}" : whom);
}
