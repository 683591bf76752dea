namespace ItsmServerless.Tests.Scenarios.Cost;

/// <summary>What a step cost, for one record of those that took it together.</summary>
/// <param name="Calls">The product's own storage calls.</param>
/// <param name="Emulation">Those of the local runtime, in place of Service Bus and Durable Functions.</param>
/// <param name="Messages">Sent to the bus.</param>
/// <param name="Deliveries">Taken from the bus by a function.</param>
internal sealed record StepCost(
    string Step, int Records, IReadOnlyList<CostCall> Calls, int Emulation, int Messages, int Deliveries, int Executions)
{
    public double StorageCalls => (double)Calls.Count / Records;

    public double TableCalls => (double)Calls.Count(call => !call.IsBlob) / Records;

    public double BlobReads => (double)Calls.Count(call => call is { IsBlob: true, Kind: "read" or "query" }) / Records;

    public double BlobWrites => (double)Calls.Count(call => call is { IsBlob: true, Kind: not ("read" or "query") }) / Records;

    /// <summary>A message is sent once; each delivery is a receive and a complete.</summary>
    public double BusOperations => (double)(Messages + (2 * Deliveries)) / Records;

    public double ExecutionsOfOne => (double)Executions / Records;

    /// <summary>The calls by who made them, most first.</summary>
    public IEnumerable<(string Maker, double Calls)> ByMaker => Calls.GroupBy(call => call.Maker)
        .Select(group => (group.Key, (double)group.Count() / Records)).OrderByDescending(group => group.Item2);

    /// <summary>All of them as one step.</summary>
    public static StepCost Sum(string name, IReadOnlyList<StepCost> steps) => new(
        name, steps[0].Records, [.. steps.SelectMany(step => step.Calls)], steps.Sum(step => step.Emulation),
        steps.Sum(step => step.Messages), steps.Sum(step => step.Deliveries), steps.Sum(step => step.Executions));
}
