using System.Text.Json.Serialization;

namespace ItsmServerless.ServiceLevels;

/// <summary>What a customer is owed when too little was kept in a month.</summary>
/// <param name="Below">It is owed when less than this percentage of the clocks was met.</param>
/// <param name="Percent">The credit, in percent of what is paid for the month.</param>
/// <param name="Metric">The target it is about; null for all targets together.</param>
public sealed record Credit(
    decimal Below, [property: JsonPropertyName("credit")] decimal Percent, Metric? Metric = null)
{
    /// <summary>Whether it is owed. Exact: whole numbers are compared, and no percentage is rounded on the way, so that
    /// 94.99… is below 95.</summary>
    /// <remarks>Nothing is owed for a month without clocks.</remarks>
    public bool IsOwed(int met, int count) => met * 100m < Below * count;
}
