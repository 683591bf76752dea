using System.Text.Json.Serialization;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Tenants.Exports;

/// <summary>How far an export is, as its orchestration hands it on.</summary>
/// <param name="IsFinal">The last one of a tenant that leaves: it is told of in the tenant's own record, and is kept
/// longer.</param>
/// <param name="Part">The next part, from 0.</param>
/// <param name="Source">The next of what there is to be exported, from 0; <paramref name="Of"/> when all is
/// written.</param>
/// <param name="After">What of that source was the last; null before its first.</param>
/// <param name="Of">How many sources there are; 0 before it has begun.</param>
/// <param name="ExpiresAt">When the file goes; null before it is there.</param>
public sealed record ExportRun(
    TenantId Tenant, RecordId Export, bool IsFinal, DateTimeOffset StartedAt, int Part = 0, int Source = 0,
    string? After = null, int Of = 0, long Files = 0, long Rows = 0, long Bytes = 0, string? Sha256 = null,
    DateTimeOffset? ExpiresAt = null, bool IsFailed = false)
{
    /// <summary>The orchestration's instance.</summary>
    [JsonIgnore]
    public string InstanceId => $"{ExportWorkflow.Family}-{Tenant}-{Export}";

    /// <summary>Whether all parts are written.</summary>
    [JsonIgnore]
    public bool IsWritten => Of > 0 && Source == Of;

    internal ExportProgress Progress => new(Source, Of, Files, Rows, Bytes);
}
