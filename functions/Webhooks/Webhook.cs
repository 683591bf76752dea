using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Webhooks;

/// <summary>An address of a tenant's that events are posted to.</summary>
/// <param name="Events">Patterns, see <see cref="EventPattern"/>; one that fits is enough.</param>
/// <param name="Keys">What it signs with, sealed: only the installation can read it.</param>
/// <param name="DisabledBecause">Why nothing is posted; null while events are.</param>
/// <param name="IsDeleted">There is none any more, until it is put again.</param>
public sealed record Webhook(
    string Key, string Url, IReadOnlyList<string> Events, PayloadKind Payload, [property: Secret] WebhookKeys Keys,
    string? DisabledBecause, bool IsDeleted, int Version) : IRecord<Webhook, WebhookEvent>
{
    /// <summary>The prefix of webhooks' ids.</summary>
    public const string Prefix = "whk";

    /// <summary>The practice, and the partition of the list rows; the row is the key.</summary>
    public const string Kind = "webhook";

    /// <inheritdoc/>
    public static string Practice => Kind;

    /// <summary>The record of a key.</summary>
    public static RecordId IdOf(string key) => RecordId.Named(Prefix, key);

    /// <summary>Whether events of this type are posted to it.</summary>
    public bool Takes(string eventType) =>
        DisabledBecause is null && Events.Any(pattern => EventPattern.Fits(pattern, eventType));

    /// <inheritdoc/>
    static bool IRecord<Webhook, WebhookEvent>.IsDeleted(Webhook state) => state.IsDeleted;

    /// <inheritdoc/>
    public static Webhook Apply(Webhook? state, Recorded<WebhookEvent> recorded) => recorded.Event switch
    {
        WebhookPut e => new(
            e.Key, e.Url, e.Events, e.Payload, e.Keys, DisabledBecause: null, IsDeleted: false, recorded.Sequence),
        WebhookDisabled e => state! with { DisabledBecause = e.Because, Version = recorded.Sequence },
        WebhookDeleted => state! with { Keys = WebhookKeys.None, IsDeleted = true, Version = recorded.Sequence },
        _ => throw new InvalidDataException($"{recorded.Record}: {recorded.Event.GetType().Name} is unknown."),
    };

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(Webhook state) =>
        state.IsDeleted ? [] : [new(TableNames.Settings, Kind, state.Key, SettingsRow.Of(state))];
}

/// <summary>What happens to a webhook.</summary>
public abstract record WebhookEvent;

/// <summary>The whole webhook as it is from here on; it is not disabled any more.</summary>
[EventType("webhook.put")]
public sealed record WebhookPut(
    string Key, string Url, IReadOnlyList<string> Events, PayloadKind Payload, [property: Secret] WebhookKeys Keys)
    : WebhookEvent;

/// <summary>Its receiver wants nothing more.</summary>
[EventType("webhook.disabled")]
public sealed record WebhookDisabled(string Because) : WebhookEvent;

/// <summary>Nothing is posted to it any more.</summary>
[EventType("webhook.deleted")]
public sealed record WebhookDeleted : WebhookEvent;
