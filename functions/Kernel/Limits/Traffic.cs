using System.Text.Json.Serialization;

namespace ItsmServerless.Kernel.Limits;

/// <summary>What a request is to the limits. Each has a budget of its own, so that none starves another.</summary>
public enum Traffic
{
    /// <summary>GET, HEAD and OPTIONS.</summary>
    [JsonStringEnumMemberName("reads")] Reads,
    /// <summary>All else of callers.</summary>
    [JsonStringEnumMemberName("writes")] Writes,
    /// <summary>Mails and alerts that come in.</summary>
    [JsonStringEnumMemberName("intake")] Intake,
}
