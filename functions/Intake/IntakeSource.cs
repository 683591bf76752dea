using System.Text.Json.Serialization;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Intake;

/// <summary>Somebody, or something, that may send mails or alerts to a URL of its own.</summary>
/// <param name="TokenHash">Of the token in the URL, which is not kept: it is derived when it is needed.</param>
/// <param name="SigningKey">The installation key that the token is derived with.</param>
public sealed record IntakeSource(
    RecordId Id, TenantId Tenant, string Name, IntakeFormat Format, IntakeDefaults Defaults, string TokenHash,
    string SigningKey, Instant CreatedAt) : IRecord<IntakeSource, IntakeSourceEvent>
{
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
            recorded.Record, e.Tenant, e.Name, e.Format, e.Defaults, e.TokenHash, e.SigningKey, recorded.At),
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
    TenantId Tenant, string Name, IntakeFormat Format, IntakeDefaults Defaults, string TokenHash, string SigningKey)
    : IntakeSourceEvent;

/// <summary>What records that a source begins get when the message does not say.</summary>
public sealed record IntakeDefaults(
    Level? Impact = null, Level? Urgency = null, string? Group = null, string? Service = null);

/// <summary>How the bodies of a source are read.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IntakeFormat>))]
public enum IntakeFormat
{
    /// <summary>A mail as it travels: RFC 5322 and MIME.</summary>
    [JsonStringEnumMemberName("mime")] Mime,
}
