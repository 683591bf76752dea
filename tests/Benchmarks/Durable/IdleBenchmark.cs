namespace ItsmServerless.Tests.Benchmarks.Durable;

/// <summary>Storage operations of an engine with nothing to do, in three minutes of real time.</summary>
/// <remarks>Its ceiling is the lease alone: renewed after two thirds of a minute.</remarks>
internal sealed class IdleBenchmark(string connectionString)
{
    private const int Minutes = 3;

    /// <summary>Prints operations per minute.</summary>
    public async Task RunAsync(TextWriter output)
    {
        var bench = new BenchEngine(connectionString);
        var counter = new CallCounter();
        await using (var engine = bench.Make(counter))
        {
            await engine.StartAsync(CancellationToken.None);
            for (var i = 0; i < 100; i++)
                await engine.Client.ScheduleNewOrchestrationInstanceAsync(i % 2 == 0 ? "Sleep" : "Collect");
            await output.WriteLineAsync("idle: 100 instances wait, counting for three minutes");
            await Task.Delay(TimeSpan.FromSeconds(5));
            var before = counter.Calls;
            await Task.Delay(TimeSpan.FromMinutes(Minutes));
            var perMinute = (counter.Calls - before) / (double)Minutes;
            await output.WriteLineAsync($"idle operations per minute: {perMinute:F1}   lease alone: 1.5");
        }

        await bench.CleanUpAsync();
    }
}
