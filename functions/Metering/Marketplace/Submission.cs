using System.Text.Json.Serialization;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Metering.Marketplace;

/// <summary>What became of a submission.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SubmissionState>))]
public enum SubmissionState
{
    /// <summary>It is on its way, or waits to be tried again; whether it was taken is not known yet.</summary>
    [JsonStringEnumMemberName("sending")] Sending,
    /// <summary>The Marketplace has it.</summary>
    [JsonStringEnumMemberName("sent")] Sent,
    /// <summary>The Marketplace did not take it, for the reason that it gave; it is told a few times more while it may be
    /// taken.</summary>
    [JsonStringEnumMemberName("refused")] Refused,
    /// <summary>It is older than the Marketplace takes, and was not sent.</summary>
    [JsonStringEnumMemberName("lost")] Lost,
    /// <summary>The Marketplace has another quantity than we count.</summary>
    [JsonStringEnumMemberName("reconcile")] Reconcile,
}

/// <summary>What a tenant used of a dimension in an hour, as it is told to the Azure Marketplace.</summary>
/// <param name="Hour">Its beginning.</param>
/// <param name="Dimension">Ours.</param>
/// <param name="OfferDimension">Its id in the offer.</param>
/// <param name="Quantity">What was or will be told: it never changes, however often it is told.</param>
/// <param name="State">What became of it.</param>
/// <param name="UpdatedAt">When that was written down.</param>
public sealed record Submission(
    TenantId Tenant, Instant Hour, string Dimension, string ResourceId, string PlanId, string OfferDimension,
    decimal Quantity, SubmissionState State, Instant UpdatedAt)
{
    /// <summary>What we count: more than was told where units came late.</summary>
    public decimal Counted { get; init; } = Quantity;

    /// <summary>What the Marketplace has; null when it has none, or that is not known.</summary>
    public decimal? Theirs { get; init; }

    /// <summary>Why it was refused or is lost.</summary>
    public string? Reason { get; init; }

    /// <summary>How often it was refused since it was last asked for.</summary>
    public int Refusals { get; init; }

    /// <summary>What nothing else has.</summary>
    [JsonIgnore]
    public SubmissionKey Key => new(Tenant, Hour, Dimension);
}

/// <summary>What a submission is of.</summary>
public readonly record struct SubmissionKey(TenantId Tenant, Instant Hour, string Dimension);
