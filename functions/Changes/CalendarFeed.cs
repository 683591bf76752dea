using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>A URL under which calendar programs read the calendar of changes, until it is revoked.</summary>
/// <param name="TokenHash">Of the token in the URL, which is kept nowhere: it is derived when it is made.</param>
/// <param name="SigningKey">The installation key that the token is derived with.</param>
public sealed record CalendarFeed(
    RecordId Id, TenantId Tenant, string Name, [property: Secret] string TokenHash, string SigningKey,
    Instant CreatedAt, Instant? RevokedAt = null) : IRecord<CalendarFeed, CalendarFeedEvent>
{
    /// <summary>The prefix of feeds' ids.</summary>
    public const string Prefix = "cfd";

    /// <summary>The partition of feeds among the tenant's settings.</summary>
    public const string Kind = "calendar-feed";

    /// <summary>The row in the partition of a token's hash, in the shared table <c>feeds</c>.</summary>
    public const string TokenRow = "feed";

    /// <inheritdoc/>
    public static string Practice => Kind;

    /// <inheritdoc/>
    public static CalendarFeed Apply(CalendarFeed? state, Recorded<CalendarFeedEvent> recorded) => recorded.Event switch
    {
        CalendarFeedCreated e => new(recorded.Record, e.Tenant, e.Name, e.TokenHash, e.SigningKey, recorded.At),
        CalendarFeedRevoked => state! with { RevokedAt = recorded.At },
        _ => throw new InvalidDataException($"{recorded.Record} holds {recorded.Event.GetType().Name}."),
    };

    /// <summary>Both rows go with the revocation.</summary>
    public static IEnumerable<ListRow> Rows(CalendarFeed state) => state.RevokedAt is not null
        ? []
        :
        [
            new(TableNames.Settings, Kind, state.Id.Value, SettingsRow.Of(state)),
            new(TableNames.Feeds, state.TokenHash, TokenRow, SettingsRow.Of(state)) { Shared = true },
        ];

    /// <inheritdoc/>
    public static bool IsDeleted(CalendarFeed state) => state.RevokedAt is not null;
}

/// <summary>What can happen to a feed.</summary>
public abstract record CalendarFeedEvent;

/// <summary>The URL works from here on.</summary>
[EventType("calendar-feed.created")]
public sealed record CalendarFeedCreated(
    TenantId Tenant, string Name, [property: Secret] string TokenHash, string SigningKey) : CalendarFeedEvent;

/// <summary>The URL works no more.</summary>
[EventType("calendar-feed.revoked")]
public sealed record CalendarFeedRevoked : CalendarFeedEvent;

/// <summary>A feed right after it was made.</summary>
/// <param name="Url">Shown this once.</param>
public sealed record CreatedFeedView(RecordId Id, string Url, string Name, Instant CreatedAt);

/// <summary>A feed as it is listed, without its URL.</summary>
public sealed record CalendarFeedView(RecordId Id, string Name, Instant CreatedAt)
{
    /// <summary>The feed without what only the look-up needs.</summary>
    public static CalendarFeedView Of(CalendarFeed feed) => new(feed.Id, feed.Name, feed.CreatedAt);
}
