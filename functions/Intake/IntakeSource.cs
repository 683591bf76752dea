using ItsmServerless.Incidents;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Intake;

/// <summary>Somebody, or something, that may send mails or alerts to a URL of its own.</summary>
/// <param name="TokenHash">Of the token in the URL, which is not kept: it is derived when it is needed.</param>
/// <param name="SigningKey">The installation key that the token is derived with.</param>
public sealed record IntakeSource(
    RecordId Id, TenantId Tenant, string Name, IntakeFormat Format, IntakeDefaults Defaults,
    [property: Secret] string TokenHash, string SigningKey, Instant CreatedAt) : IRecord<IntakeSource, IntakeSourceEvent>
{
    /// <summary>How alerts are treated; as by default for mails and for sources of before.</summary>
    public AlertSettings Alerts { get; init; } = new();

    /// <summary>How the bodies of format json are read; null for the other formats.</summary>
    public AlertMapping? Mapping { get; init; }

    /// <summary>What senders sign with or show, the newest first.</summary>
    [Secret]
    public IReadOnlyList<SourceSecret> Secrets { get; init; } = [];

    /// <summary>Rises with every change.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The prefix of sources' ids.</summary>
    public const string Prefix = "src";

    /// <summary>The partition of the list rows in table <c>settings</c>; the row is the id.</summary>
    public const string ListPartition = "intake-source";

    /// <summary>The row in the partition of a token's hash, in the shared table <c>sources</c>.</summary>
    public const string TokenRow = "source";

    /// <inheritdoc/>
    public static string Practice => "intake_source";

    /// <inheritdoc/>
    public static IntakeSource Apply(IntakeSource? state, Recorded<IntakeSourceEvent> recorded) => recorded.Event switch
    {
        IntakeSourceCreated e => new(
            recorded.Record, e.Tenant, e.Name, e.Format, e.Defaults, e.TokenHash, e.SigningKey, recorded.At)
        {
            Alerts = e.Alerts ?? new(),
            Mapping = e.Mapping,
            Secrets = e.Secret is { } secret ? [secret] : [],
        },
        IntakeSourceEdited e => state! with
        {
            Name = e.Name,
            Defaults = e.Defaults,
            Alerts = e.Alerts,
            Mapping = e.Mapping,
            Secrets = e.Secrets,
            Version = recorded.Sequence,
        },
        _ => throw new InvalidDataException($"{recorded.Record} cannot have {recorded.Event.GetType().Name}."),
    };

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(IntakeSource state) =>
    [
        new(TableNames.Settings, ListPartition, state.Id.Value, SettingsRow.Of(state)),
        new(TableNames.Sources, state.TokenHash, TokenRow, SettingsRow.Of(state)) { Shared = true },
    ];
}

/// <summary>What happens to a source.</summary>
public abstract record IntakeSourceEvent;

/// <summary>The URL works from here on.</summary>
[EventType("intake_source.created")]
public sealed record IntakeSourceCreated(
    TenantId Tenant, string Name, IntakeFormat Format, IntakeDefaults Defaults, [property: Secret] string TokenHash,
    string SigningKey, AlertSettings? Alerts = null, AlertMapping? Mapping = null,
    [property: Secret] SourceSecret? Secret = null)
    : IntakeSourceEvent;

/// <summary>All that can be changed, as it is from here on.</summary>
[EventType("intake_source.edited")]
public sealed record IntakeSourceEdited(
    string Name, IntakeDefaults Defaults, AlertSettings Alerts, AlertMapping? Mapping,
    [property: Secret] IReadOnlyList<SourceSecret> Secrets) : IntakeSourceEvent;

/// <summary>A secret that is shared with senders.</summary>
/// <param name="Sealed">Encrypted by the installation for this source alone.</param>
/// <param name="Until">When it stops to count; null for the one in use.</param>
public sealed record SourceSecret(string Sealed, Instant? Until = null);

/// <summary>How alerts of a source are treated.</summary>
/// <param name="ReopenWithin">An alert that fires again this long after its incident was resolved reopens it.</param>
/// <param name="StormAbove">Incidents a minute; what comes above is counted on one incident.</param>
/// <param name="Topics">Of Amazon SNS: the ARNs that may send; none for any.</param>
public sealed record AlertSettings(Duration ReopenWithin, int StormAbove, IReadOnlyList<string> Topics)
{
    /// <summary>Half an hour, 60 a minute, any topic.</summary>
    public AlertSettings() : this(Duration.FromMinutes(30), 60, [])
    {
    }
}

/// <summary>What records that a source begins get when the message does not say.</summary>
/// <param name="Practice">What they are; null for incidents.</param>
public sealed record IntakeDefaults(
    Level? Impact = null, Level? Urgency = null, string? Group = null, string? Service = null,
    IntakePractice? Practice = null);
