using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Search;
using ItsmServerless.Tests.Scenarios.Kernel;
using NodaTime;

namespace ItsmServerless.Tests.Benchmarks.Reading;

/// <summary>What the lives of incidents cost to be kept in the index: reported, assigned, two comments of each side, a clock
/// that warns, resolved, closed.</summary>
/// <remarks>The consumer of the events and all it does, segments and merges too, without bus. Events of an incident come one
/// after the other; those of several at the same time.</remarks>
internal sealed class IndexingBenchmark(string connectionString)
{
    private const int Incidents = 500;
    private static readonly TenantId Tenant = TenantId.From("ten_01JD0000000000000000000000");
    private static readonly Instant Start = Instant.FromUtc(2026, 1, 1, 0, 0);

    public async Task RunAsync(TextWriter output)
    {
        foreach (var inFlight in new[] { 1, 16 })
        {
            var prefix = "bench" + Random.Shared.NextInt64(1L << 40, 1L << 44).ToString("x11", CultureInfo.InvariantCulture);
            await using var process = new KernelUnderTest(connectionString, prefix, new RecordingBus());
            await process.Tables.CreateFor(Tenant, default);
            var (indexing, watch, events) = (process.Get<SearchIndexing>(), Stopwatch.StartNew(), 0);
            process.Faults.Set(0, Fault.None);
            await Parallel.ForEachAsync(
                Enumerable.Range(0, Incidents), new ParallelOptions { MaxDegreeOfParallelism = inFlight }, async (number, cancel) =>
                {
                    foreach (var published in Life(number))
                    {
                        await indexing.Take(published, cancel);
                        Interlocked.Increment(ref events);
                    }
                });
            await output.WriteLineAsync(JsonSerializer.Serialize(new
            {
                indexing = "lives of incidents",
                incidents = Incidents,
                inFlight,
                seconds = Math.Round(watch.Elapsed.TotalSeconds, 1),
                callsAnIncident = Math.Round((double)process.Faults.Calls / Incidents, 2),
                callsAnEvent = Math.Round((double)process.Faults.Calls / events, 2),
            }));
        }
    }

    /// <summary>What happens to an incident.</summary>
    public static IEnumerable<IncidentEvent> Events(int number) =>
    [
        new IncidentReported(
            $"INC-{number:D6}", $"Printer {number} jams", Text(number, 60), null, Level.Low, Level.Low, Priority.P5, null, null, null,
            null, [], [], null),
        new IncidentAssigned(EmailAddress.From("agent@example.org"), "desk"),
        .. Enumerable.Range(1, 4).Select(comment => Comment(number, comment)),
        new IncidentEscalated(Priority.P4), new IncidentResolved("fixed", "Done."), new IncidentClosed(),
    ];

    private static IEnumerable<PublishedEvent> Life(int number)
    {
        var id = UlidText.FromKey(Incident.Prefix, Tenant, $"life-{number}");
        return Events(number).Select((each, index) => new PublishedEvent(
            Tenant, id, Incident.Practice, index + 1, EventTypes<IncidentEvent>.NameOf(each),
            Start + Duration.FromSeconds((10 * number) + index), Actor.System, EventTypes<IncidentEvent>.DataOf(each)));
    }

    private static IncidentCommented Comment(int number, int comment) => new(
        UlidText.FromKey("cmt", Tenant, $"{number}-{comment}"), Text(number + comment, 30),
        comment == 3 ? Visibility.Internal : Visibility.Public, new(null, null, Actor.System), comment % 2 == 0, comment % 2 == 1);

    private static string Text(int seed, int words)
    {
        var random = new Random(seed);
        return string.Join(' ', Enumerable.Range(0, words).Select(_ => $"w{random.Next(5_000)}"));
    }
}
