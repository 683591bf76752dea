using System.Text.Json.Serialization;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tenants.OffBoarding;
using NodaTime;

namespace ItsmServerless.Tenants;

/// <summary>A customer of the installation.</summary>
public sealed record Tenant(RecordId Id, string Slug, string Name, string Plan, TenantState State, Instant CreatedAt, Instant UpdatedAt)
    : IRecord<Tenant, TenantEvent>
{
    /// <summary>How it leaves, or left; null while it does not.</summary>
    public Departure? Departure { get; init; }

    /// <summary>The subscription of the Azure Marketplace that pays for its usage; null for none.</summary>
    public MarketplaceSubscription? Marketplace { get; init; }

    /// <summary>The subscription before this one, with its end; null for none.</summary>
    public FormerSubscription? FormerMarketplace { get; init; }

    /// <inheritdoc/>
    public static string Practice => "tenant";

    /// <summary>The tenant as credentials name it.</summary>
    [JsonIgnore]
    public TenantId Tenancy => TenantId.From(Id.Value);

    /// <inheritdoc/>
    public static Tenant Apply(Tenant? state, Recorded<TenantEvent> recorded) => recorded.Event switch
    {
        TenantCreated e => new(recorded.Record, e.Slug, e.Name, e.Plan, TenantState.Active, recorded.At, recorded.At),
        TenantChanged e => state! with
        {
            Plan = e.Plan ?? state.Plan,
            State = e.State ?? state.State,
            Marketplace = MarketplaceSubscription.After(state, e.Marketplace, recorded.At),
            FormerMarketplace = FormerSubscription.After(state, e.Marketplace, recorded.At),
            UpdatedAt = recorded.At,
        },
        TenantEnding => state! with
        {
            State = TenantState.Ending,
            UpdatedAt = recorded.At,
            Departure = Departure.Begun(recorded.At),
        },
        TenantLeaving e => state! with { Departure = state.Departure! with { Step = e.Step, Export = e.Export ?? state.Departure.Export } },
        TenantEnded e => state! with
        {
            State = TenantState.Ended,
            UpdatedAt = recorded.At,
            Departure = state.Departure! with { Step = DepartureStep.Done, Removed = e.Removed, EndedAt = recorded.At },
        },
        _ => state!,
    };

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(Tenant state) =>
    [
        new(TableNames.Tenants, TenantStates.Partition, state.Id.Value, Columns(state)) { Shared = true },
    ];

    private static Dictionary<string, object> Columns(Tenant state)
    {
        var columns = new Dictionary<string, object>
        {
            ["Slug"] = state.Slug,
            ["Name"] = state.Name,
            ["Plan"] = state.Plan,
            ["State"] = Words<TenantState>.Of(state.State),
        };
        if (state.Marketplace is { Since: { } since } named) Add(columns, "Marketplace", named.ResourceId, named.PlanId, since);
        if (state.FormerMarketplace is not { } former) return columns;
        Add(columns, "FormerMarketplace", former.ResourceId, former.PlanId, former.Since);
        columns["FormerMarketplaceUntil"] = former.Until.ToDateTimeOffset();
        return columns;
    }

    private static void Add(Dictionary<string, object> columns, string name, string resource, string plan, Instant since)
    {
        columns[name + "Resource"] = resource;
        columns[name + "Plan"] = plan;
        columns[name + "Since"] = since.ToDateTimeOffset();
    }
}

/// <summary>Whether a tenant's credentials work.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TenantState>))]
public enum TenantState
{
    /// <summary>They work.</summary>
    [JsonStringEnumMemberName("active")] Active,
    /// <summary>They are refused with <c>tenant_suspended</c>; data stays.</summary>
    [JsonStringEnumMemberName("suspended")] Suspended,
    /// <summary>It is being off-boarded: its credentials are dead, its data goes.</summary>
    [JsonStringEnumMemberName("ending")] Ending,
    /// <summary>Nothing is left of it but the operator's record.</summary>
    [JsonStringEnumMemberName("ended")] Ended,
}

/// <summary>What happens to a tenant.</summary>
public abstract record TenantEvent;

/// <summary>The tenant exists from here on.</summary>
[EventType("tenant.created")]
public sealed record TenantCreated(string Slug, string Name, string Plan) : TenantEvent;

/// <summary>Plan, state or subscription changed; members that did not are missing.</summary>
[EventType("tenant.changed")]
public sealed record TenantChanged(string? Plan, TenantState? State) : TenantEvent
{
    /// <summary>The subscription of the Azure Marketplace, whole; null when it was taken away.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<MarketplaceSubscription> Marketplace { get; init; }
}

/// <summary>The tenant is off-boarded from here on: its credentials are dead.</summary>
[EventType("tenant.ending")]
public sealed record TenantEnding : TenantEvent;

/// <summary>Its off-boarding is so far.</summary>
/// <param name="Export">The last export, once it is stored.</param>
[EventType("tenant.leaving")]
public sealed record TenantLeaving(DepartureStep Step, LastExport? Export) : TenantEvent;

/// <summary>Nothing is left of it.</summary>
[EventType("tenant.ended")]
public sealed record TenantEnded(RemovedData Removed) : TenantEvent;
