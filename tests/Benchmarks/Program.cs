using ItsmServerless.Local.Azurite;
using ItsmServerless.Tests.Benchmarks.Approvals;
using ItsmServerless.Tests.Benchmarks.Bulk;
using ItsmServerless.Tests.Benchmarks.Chaos;
using ItsmServerless.Tests.Benchmarks.Cost;
using ItsmServerless.Tests.Benchmarks.Durable;
using ItsmServerless.Tests.Benchmarks.Intake;
using ItsmServerless.Tests.Benchmarks.Limits;
using ItsmServerless.Tests.Benchmarks.Reading;
using ItsmServerless.Tests.Benchmarks.ServiceBus;
using ItsmServerless.Tests.Benchmarks.ServiceLevels;

if (args is [ChaosHost.Name, ..])
    return await ChaosHost.RunAsync(args);
if (args is ["chaos", ..]) // Storage of its own: it outlives the host, not the run.
    return await new ChaosBenchmark(Number("--intakes", 1_000), Number("--seed", 1)).RunAsync(Console.Out) ? 0 : 1;

var benchmarks = new Dictionary<string, Func<string, Task>>(StringComparer.Ordinal)
{
    ["durable"] = storage => new ChainBenchmark(storage).RunAsync(Console.Out),
    ["durable-restart"] = storage => new RestartBenchmark(storage).RunAsync(Console.Out),
    ["durable-idle"] = storage => new IdleBenchmark(storage).RunAsync(Console.Out),
    ["clocks-asleep"] = storage => new ClocksAsleepBenchmark(storage, Number("--sleepers", 10_000), Number("--due", 1_000))
        .RunAsync(Console.Out),
    ["bus"] = storage => new BusBenchmark(storage).RunAsync(Console.Out),
    ["approvals"] = storage => new ApprovalBenchmark(storage).RunAsync(Console.Out),
    ["alerts"] = storage => new IntakeBenchmark(storage, Number("--messages", 400))
        .RunAsync(Console.Out, BenchMessage.Alert),
    ["mail"] = storage => new IntakeBenchmark(storage, Number("--messages", 400))
        .RunAsync(Console.Out, BenchMessage.SmallMail, BenchMessage.LargeMail),
    ["search"] = storage => new SearchBenchmark(storage, Numbers("--records", [1_000, 10_000])).RunAsync(Console.Out),
    ["search-index"] = async storage =>
    {
        await new IndexingBenchmark(storage).RunAsync(Console.Out);
        await new RebuildBenchmark(storage, Number("--records", 10_000)).RunAsync(Console.Out);
    },
    ["feed"] = storage => new FeedBenchmark(storage, Number("--reports", 100)).RunAsync(Console.Out),
    ["request-overhead"] = storage => new RequestOverheadBenchmark(storage, Number("--requests", 200_000)).RunAsync(Console.Out),
    ["overload"] = storage => new OverloadBenchmark(storage, Number("--seconds", 60)).RunAsync(Console.Out),
    ["bulk"] = storage => new BulkBenchmark(storage, Number("--edits", 300)).RunAsync(Console.Out),
    ["cost"] = storage => new CostBenchmark(storage, Number("--records", 50)).RunAsync(Console.Out),
    ["clocks"] = _ =>
    {
        new ClockBenchmark().Run(Console.Out);
        return Task.CompletedTask;
    },
};

string[] names = [.. args.TakeWhile(arg => !arg.StartsWith("--", StringComparison.Ordinal))];
var chosen = names.Length == 0 ? [.. benchmarks.Keys] : names;
if (chosen.FirstOrDefault(name => !benchmarks.ContainsKey(name)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"No benchmark {unknown}; there are {string.Join(", ", benchmarks.Keys)}.");
    return 1;
}

await using var azurite = await AzuriteProcess.StartAsync(
    AzuriteOptions.Ephemeral(), Console.WriteLine, CancellationToken.None);
foreach (var name in chosen)
    await benchmarks[name](azurite.ConnectionString);
return 0;

// Options come after the names, each with its number.
int Number(string option, int usual) => Array.IndexOf(args, option) is >= 0 and var at
    ? int.Parse(args[at + 1], System.Globalization.CultureInfo.InvariantCulture)
    : usual;

int[] Numbers(string option, int[] usual) => Array.IndexOf(args, option) is >= 0 and var at
    ? [.. args[at + 1].Split(',').Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))]
    : usual;
