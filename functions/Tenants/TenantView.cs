using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Tenants.OffBoarding;
using NodaTime;

namespace ItsmServerless.Tenants;

/// <summary>A tenant as the operator sees it.</summary>
/// <param name="OffBoarding">How it leaves, or left; null while it does not.</param>
/// <param name="Marketplace">The subscription of the Azure Marketplace that its usage is told to; null for none.</param>
public sealed record TenantView(
    RecordId Id, string Slug, string Name, string Plan, TenantState State, Instant CreatedAt, Instant UpdatedAt,
    OffBoardingView? OffBoarding, MarketplaceSubscription? Marketplace)
{
    /// <summary>The view of a record.</summary>
    /// <param name="url">Of the last export; null while there is none, and when it has expired.</param>
    public static TenantView Of(Versioned<Tenant> tenant, string? url) => new(
        tenant.Id, tenant.State.Slug, tenant.State.Name, tenant.State.Plan, tenant.State.State, tenant.State.CreatedAt,
        tenant.State.UpdatedAt, tenant.State.Departure is { } departure ? OffBoardingView.Of(departure, url) : null,
        tenant.State.Marketplace);
}

/// <summary>How a tenant leaves, or left.</summary>
/// <param name="Export">What it had; null before it is stored.</param>
/// <param name="Removed">What was dropped; null before it is.</param>
public sealed record OffBoardingView(
    DepartureStep Step, StepProgress Progress, Instant StartedAt, Instant? EndedAt, LastExportView? Export,
    RemovedData? Removed)
{
    /// <summary>The view of a departure.</summary>
    public static OffBoardingView Of(Departure departure, string? url) => new(
        departure.Step, new((int)departure.Step, (int)DepartureStep.Done), departure.StartedAt, departure.EndedAt,
        departure.Export is { } export ? LastExportView.Of(export, url) : null, departure.Removed);
}

/// <summary>Steps that are done, of all.</summary>
public sealed record StepProgress(int Done, int Of);

/// <summary>The export that outlives its tenant.</summary>
/// <param name="Url">Where it is downloaded, without a credential, until it expires; null after.</param>
public sealed record LastExportView(
    RecordId Id, long Files, long Rows, long Bytes, string Sha256, string? Url, Instant ExpiresAt)
{
    /// <summary>The view of an export.</summary>
    public static LastExportView Of(LastExport e, string? url) =>
        new(e.Id, e.Files, e.Rows, e.Bytes, e.Sha256, url, e.ExpiresAt);
}
