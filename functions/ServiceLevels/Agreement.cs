using System.Text.Json.Serialization;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>What was agreed about the time that work may take (ISO/IEC 20000-1, 8.3.3): with a customer, a team or a
/// supplier.</summary>
/// <param name="Calendar">The key of the calendar whose open hours count.</param>
/// <param name="PauseWhile">The reasons of a hold that stop the time; never null, empty for none.</param>
/// <param name="Version">Rises with every PUT. An incident keeps the version that was in force when it was
/// reported.</param>
/// <param name="Order">Null: it applies whenever it matches. Of those with an order, of one kind and metric, the lowest
/// that matches applies, and no other.</param>
/// <param name="DeletedAt">Null while it is in force. What was reported before keeps it.</param>
/// <param name="Credits">What is owed when too little is kept; only of an SLA.</param>
public sealed record Agreement(
    string Key, AgreementKind Kind, string Practice, Match Match, string Calendar, IReadOnlyList<Target> Targets,
    IReadOnlyList<HoldReason> PauseWhile, IReadOnlyList<Escalation> Escalations, int Version, Instant PutAt,
    int? Order = null, Instant? DeletedAt = null, IReadOnlyList<Credit>? Credits = null)
    : IRecord<Agreement, AgreementEvent>
{
    /// <summary>Never null: agreements from before there were any have none.</summary>
    public IReadOnlyList<Credit> Credits { get; init; } = Credits ?? [];

    /// <summary>The partition of the list rows; the row is the key.</summary>
    public const string ListPartition = "agreement";

    /// <summary>The prefix of agreements' ids.</summary>
    public const string Prefix = "agr";

    /// <inheritdoc/>
    static string IRecord<Agreement, AgreementEvent>.Practice => "agreement";

    /// <summary>The record of a key.</summary>
    public static RecordId IdOf(string key) => RecordId.Named(Prefix, key);

    /// <inheritdoc/>
    public static Agreement Apply(Agreement? state, Recorded<AgreementEvent> recorded) => recorded.Event switch
    {
        AgreementPut e => new(
            e.Key, e.Kind, e.Practice, e.Match, e.Calendar, e.Targets, e.PauseWhile, e.Escalations, recorded.Sequence,
            recorded.At, e.Order, Credits: e.Credits),
        AgreementDeleted => state! with { DeletedAt = recorded.At },
        _ => throw new InvalidDataException($"{recorded.Record}: {recorded.Event.GetType().Name} is unknown."),
    };

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(Agreement state) =>
    [
        new(
            TableNames.Settings, ListPartition, DeletableRows.KeyOf(state.Key, state.DeletedAt), SettingsRow.Of(state)),
    ];

    /// <inheritdoc/>
    public static bool IsDeleted(Agreement state) => state.DeletedAt is not null;

    /// <summary>The reasons that pause when an agreement names none at all: what is out of the hands of whom it binds.
    /// </summary>
    public static IReadOnlyList<HoldReason> DefaultPauses(AgreementKind kind) => kind switch
    {
        AgreementKind.Sla => [HoldReason.AwaitingRequester],
        AgreementKind.Ola => [HoldReason.AwaitingRequester, HoldReason.AwaitingSupplier],
        _ => [],
    };

    /// <summary>Whether it is about a record. The groups of an OLA do not choose records: they say when it
    /// counts.</summary>
    public bool Covers(Traits traits) => (Kind == AgreementKind.Ola ? Match with { Group = [] } : Match).Fits(traits);

    /// <summary>Whether its clocks count: an SLA's always, an OLA's while one of its groups has the record (any, when
    /// it names none), a UC's while a supplier is waited for; and none in a hold that pauses.</summary>
    public bool Counts(string? group, HoldReason? held) => Kind switch
    {
        AgreementKind.Uc => held == HoldReason.AwaitingSupplier,
        AgreementKind.Ola => IsWithItsGroup(group) && !Pauses(held),
        _ => !Pauses(held),
    };

    /// <summary>The steps of a metric for a clock that is allowed so much, in order: those that were agreed; none
    /// agreed: a warning at three quarters. The breach is always one.</summary>
    public IReadOnlyList<Escalation> StepsOf(Metric metric, Duration within)
    {
        Escalation[] agreed = [.. Escalations.Where(step => step.Metric == metric)];
        IEnumerable<Escalation> steps = agreed.Length > 0 ? agreed : [new(metric, Escalation.Warning)];
        return
        [
            .. steps.Append(new(metric, StepTime.End)).DistinctBy(step => step.At).OrderBy(step => step.At.Of(within)),
        ];
    }

    /// <summary>Whether another agreement goes before this one where both match.</summary>
    public bool YieldsTo(Agreement other) =>
        other.Kind == Kind && (other.Order, Order) is ({ } theirs, { } mine) &&
        (theirs < mine || (theirs == mine && string.CompareOrdinal(other.Key, Key) < 0));

    /// <summary>Whether it says anything about a metric.</summary>
    public bool Has(Metric metric) => Targets.Any(target => target.Metric == metric);

    private bool IsWithItsGroup(string? group) => group is not null && (Match.Group is [] || Match.Group.Contains(group));

    private bool Pauses(HoldReason? held) => held is { } reason && PauseWhile.Contains(reason);
}

/// <summary>What happens to an agreement.</summary>
public abstract record AgreementEvent;

/// <summary>The whole agreement as it is from here on.</summary>
[EventType("agreement.put")]
public sealed record AgreementPut(
    string Key, AgreementKind Kind, string Practice, Match Match, string Calendar, IReadOnlyList<Target> Targets,
    IReadOnlyList<HoldReason> PauseWhile, IReadOnlyList<Escalation> Escalations, int? Order = null,
    IReadOnlyList<Credit>? Credits = null) : AgreementEvent;

/// <summary>It is about nothing that is reported from here on.</summary>
[EventType("agreement.deleted")]
public sealed record AgreementDeleted(string Key) : AgreementEvent;

/// <summary>Which records an agreement is about. An empty list does not restrict; of a list one must fit, and every
/// list.</summary>
/// <param name="Requester">Addresses, or <c>@domain</c> for all of a domain.</param>
public sealed record Match(
    IReadOnlyList<Priority> Priority, IReadOnlyList<string> Service, IReadOnlyList<string> Group,
    IReadOnlyList<string>? Requester = null)
{
    /// <summary>Never null: agreements from before there were any have none.</summary>
    public IReadOnlyList<string> Requester { get; init; } = Requester ?? [];

    /// <summary>Everything.</summary>
    public static Match All { get; } = new([], [], []);

    /// <summary>Whether a record with these traits is meant.</summary>
    public bool Fits(Traits traits) =>
        (Priority.Count == 0 || Priority.Contains(traits.Priority)) &&
        (Service.Count == 0 || Service.Contains(traits.Service)) &&
        (Group.Count == 0 || Group.Contains(traits.Group)) &&
        (Requester.Count == 0 || Requester.Any(whom => Fits(whom, traits.Requester)));

    private static bool Fits(string whom, EmailAddress? requester) =>
        requester is { } address && (whom.StartsWith('@')
            ? address.Value.EndsWith(whom, StringComparison.OrdinalIgnoreCase)
            : address.Value.Equals(whom, StringComparison.OrdinalIgnoreCase));
}

/// <summary>How long something may take, in open hours.</summary>
/// <param name="ByPriority">Where a priority has another time than <paramref name="Within"/>.</param>
public sealed record Target(Metric Metric, Duration Within, IReadOnlyDictionary<Priority, Duration> ByPriority)
{
    /// <summary>The time that a priority has.</summary>
    public Duration For(Priority priority) => ByPriority.TryGetValue(priority, out var within) ? within : Within;
}

/// <summary>What is done when a share of the time has passed, or so long before or after its end; once for each clock
/// and time it is given.</summary>
/// <param name="Notify">Addresses, <c>group:key</c>, <c>teams:key</c>, <c>assignee</c>, <c>manager</c> or <c>desk</c>;
/// empty means the desk.</param>
/// <param name="RaisePriority">How it changes the priority; null when it does not.</param>
/// <param name="AssignGroup">The group that gets the record; null when it stays where it is.</param>
/// <param name="Emit">The name of a signal that is written into the record and published; null for none.</param>
public sealed record Escalation(
    Metric Metric, StepTime At, IReadOnlyList<string>? Notify = null, PriorityRaise? RaisePriority = null,
    string? AssignGroup = null, string? Emit = null)
{
    /// <summary>When a clock is warned and nothing else was agreed.</summary>
    public static StepTime Warning { get; } = StepTime.At(0.75m);

    /// <summary>Whom to tell; the desk when the agreement says nobody.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Audience => Notify is { Count: > 0 } ? Notify : ["desk"];
}
