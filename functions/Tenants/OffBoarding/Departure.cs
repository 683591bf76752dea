using System.Text.Json.Serialization;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Tenants.OffBoarding;

/// <summary>How a tenant leaves, or left.</summary>
/// <param name="StartedAt">When its credentials died.</param>
/// <param name="Export">The last export; null before it is made.</param>
/// <param name="Removed">What there was; null before it is gone.</param>
public sealed record Departure(
    Instant StartedAt, DepartureStep Step, LastExport? Export, RemovedData? Removed, Instant? EndedAt)
{
    /// <summary>Since now.</summary>
    public static Departure Begun(Instant at) => new(at, DepartureStep.Waiting, null, null, null);
}

/// <summary>How far it is. In this order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DepartureStep>))]
public enum DepartureStep
{
    /// <summary>Until no process remembers that the credentials worked, and what was under way is done.</summary>
    [JsonStringEnumMemberName("waiting")] Waiting,
    /// <summary>Running workflows are ended.</summary>
    [JsonStringEnumMemberName("ending_workflows")] EndingWorkflows,
    /// <summary>The last export is made. Nothing is dropped before it is stored.</summary>
    [JsonStringEnumMemberName("exporting")] Exporting,
    /// <summary>Tables, blobs and rows are dropped.</summary>
    [JsonStringEnumMemberName("removing")] Removing,
    /// <summary>Nothing is left but the operator's record.</summary>
    [JsonStringEnumMemberName("done")] Done,
}

/// <summary>The export that outlives its tenant.</summary>
public sealed record LastExport(RecordId Id, long Files, long Rows, long Bytes, string Sha256, Instant ExpiresAt);

/// <summary>What was dropped.</summary>
/// <param name="Rows">In tables that all tenants share.</param>
/// <param name="Workflows">Orchestrations that were ended and purged, or purged.</param>
public sealed record RemovedData(int Tables, long Blobs, int Rows, int Workflows);
