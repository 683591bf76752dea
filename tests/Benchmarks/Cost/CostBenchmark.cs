using System.Globalization;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Cost;

namespace ItsmServerless.Tests.Benchmarks.Cost;

/// <summary>What a ticket and a change cost in storage calls, bus operations and executions, step by step: one alone, and
/// one of many that are sent together.</summary>
/// <remarks>The local runtime's own storage calls stand for Service Bus and Durable Functions; Azure's own differ, so they
/// are counted apart and never added.</remarks>
internal sealed class CostBenchmark(string connectionString, int records)
{
    /// <summary>Prints a JSON line for each step, and all as a table; with <c>ITSM_DOCS_COST=1</c> writes the page.</summary>
    public async Task RunAsync(TextWriter output)
    {
        var lives = new List<CountedLife>();
        foreach (var together in new[] { 1, records })
        {
            await Add("ticket", rig => LifeCycles.Ticket(rig, together));
            await Add("ticket of somebody who is written to", rig => LifeCycles.Ticket(rig, together, "ada@example.org"));
            await Add("change", rig => LifeCycles.Change(rig, together));
        }
        if (Environment.GetEnvironmentVariable("ITSM_DOCS_COST") != "1") return;
        CountedLife.Write(lives);
        await File.WriteAllTextAsync(CostFiles.Page, CostPage.Of(CountedLife.Read(), PriceTable.Read()));

        async Task Add(string name, Func<CostRig, Task<IReadOnlyList<StepCost>>> life)
        {
            var steps = await Of(life);
            lives.Add(CountedLife.Of(name, steps));
            await Print(output, name, steps);
        }
    }

    private async Task<IReadOnlyList<StepCost>> Of(Func<CostRig, Task<IReadOnlyList<StepCost>>> life)
    {
        await using var rig = await CostRig.StartAsync(
            connectionString, "cost" + Random.Shared.NextInt64(1L << 40, 1L << 44).ToString("x", CultureInfo.InvariantCulture));
        return await life(rig);
    }

    private static async Task Print(TextWriter output, string life, IReadOnlyList<StepCost> steps)
    {
        var whole = StepCost.Sum("whole life", steps);
        foreach (var step in steps.Append(whole))
            await output.WriteLineAsync(JsonSerializer.Serialize(new
            {
                name = "cost",
                life,
                step.Step,
                together = step.Records,
                storage = step.StorageCalls,
                bus = step.BusOperations,
                executions = step.ExecutionsOfOne,
                emulation = (double)step.Emulation / step.Records,
                by = step.ByMaker.ToDictionary(by => by.Maker, by => by.Calls),
                calls = step.Calls.GroupBy(call => $"{call.Maker}: {call.Kind} {call.Place}")
                    .ToDictionary(group => group.Key, group => (double)group.Count() / step.Records),
            }));
        await output.WriteLineAsync($"{life}, {whole.Records} together: each");
        foreach (var step in steps.Append(whole))
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"  {step.Step,-24}{step.StorageCalls,7:0.0} storage{step.BusOperations,7:0.0} bus{step.ExecutionsOfOne,7:0.0} executions  {string.Join(", ", step.ByMaker.Select(by => string.Create(CultureInfo.InvariantCulture, $"{by.Maker} {by.Calls:0.0}")))}"));
    }
}
