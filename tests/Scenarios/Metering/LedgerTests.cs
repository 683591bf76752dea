using System.Net;
using System.Text.Json;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Tests.Scenarios.Hosting;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Metering;

/// <summary>The books of a tenant whose host is killed again and again while clients report, and ask again when they are
/// not sure: metered is accepted.</summary>
/// <remarks><c>ITSM_LEDGER_OPERATIONS</c> in the environment is how many operations there are; 200 without it.</remarks>
public sealed class LedgerTests(ITestOutputHelper output)
{
    private const int Clients = 4;

    private static readonly int Operations =
        int.TryParse(Environment.GetEnvironmentVariable("ITSM_LEDGER_OPERATIONS"), out var asked) ? asked : 200;

    [Fact]
    public async Task Metered_IsAccepted_UnderRetriesAndKills()
    {
        await using var product = await ProductProcess.StartAsync("--clock", "manual");
        var accepted = new HashSet<string>(StringComparer.Ordinal);
        var todo = new Queue<int>(Enumerable.Range(0, Operations));
        var (kills, requests) = (0, 0);
        while (todo.Count > 0)
        {
            // A stretch of work; the host is killed amid all but the last.
            var stretch = Enumerable.Range(0, Math.Min(todo.Count, Math.Max(20, Operations / 4))).Select(_ => todo.Dequeue()).ToArray();
            requests += stretch.Length;
            var working = Task.WhenAll(stretch.Chunk((stretch.Length / Clients) + 1).Select(part => Report(product, part, accepted)));
            var isKilled = todo.Count > 0;
            if (isKilled)
            {
                while (Count(accepted) < (kills + 1) * stretch.Length / 2 && !working.IsCompleted) await Task.Yield();
                await product.KillAsync();
                kills++;
            }
            var unsure = (await working).SelectMany(left => left).ToArray();
            if (isKilled) await product.StartAgainAsync();
            foreach (var operation in unsure) todo.Enqueue(operation);
        }
        using var admin = new IncidentApi(new Uri(product.Url), product.ApiKey);
        // Whatever was accepted is asked for once more, with its key: a client that lost the answer does.
        await Report(product, [.. Enumerable.Range(0, Operations)], accepted);
        for (var minute = 0; minute < 3; minute++) (await admin.Post("/_local/clock/advance", new { by = "PT1M" })).Expect(HttpStatusCode.OK);

        var yesterday = TimeProvider.System.GetUtcNow().AddDays(-2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var stored = (await admin.All("/v1/incidents")).Count;
        var metered = await MeteredProduct.UsedAsync(admin, Dimensions.Records, $"?from={yesterday}&by=month");

        output.WriteLine($"{Operations} operations in {requests + Operations} requests, {kills} kills: accepted {accepted.Count}, stored {stored}, metered {metered}, difference {metered - accepted.Count}.");
        Assert.Equal((Operations, Operations, (long)Operations), (accepted.Count, stored, metered));
    }

    /// <summary>One client; gives back what it does not know the outcome of.</summary>
    private static async Task<List<int>> Report(ProductProcess product, int[] operations, HashSet<string> accepted)
    {
        var unsure = new List<int>();
        using var client = new IncidentApi(new Uri(product.Url), product.ApiKey);
        foreach (var operation in operations)
        {
            try
            {
                var answer = await client.Post("/v1/incidents", new { title = $"Operation {operation}" }, $"ledger-{operation}");
                if (answer.Status == HttpStatusCode.Created) Keep(accepted, IncidentApi.IdOf(answer.Json));
                else unsure.Add(operation);
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException or TaskCanceledException or JsonException)
            {
                unsure.Add(operation);
            }
        }
        return unsure;
    }

    private static void Keep(HashSet<string> accepted, string id)
    {
        lock (accepted) accepted.Add(id);
    }

    private static int Count(HashSet<string> accepted)
    {
        lock (accepted) return accepted.Count;
    }
}
