using ItsmServerless.Local.Azurite;
using ItsmServerless.Tests.Benchmarks.Durable;

await using var azurite = await AzuriteProcess.StartAsync(
    AzuriteOptions.Ephemeral(), Console.WriteLine, CancellationToken.None);
await new ChainBenchmark(azurite.ConnectionString).RunAsync(Console.Out);
return 0;
