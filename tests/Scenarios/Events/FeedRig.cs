using System.Collections.Immutable;
using ItsmServerless.Events;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using NodaTime;

namespace ItsmServerless.Tests.Scenarios.Events;

/// <summary>Processes that number the events of one tenant, and what they say afterwards.</summary>
internal sealed class FeedRig(StorageFixture storage) : IAsyncDisposable
{
    public static readonly TenantId Tenant = TenantId.From("ten_01JD0000000000000000000001");
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 24, 9, 0);
    private readonly StorageScope scope = storage.Scope();
    private readonly List<KernelUnderTest> processes = [];

    /// <summary>A process that knows nothing yet.</summary>
    public KernelUnderTest Process(TimeProvider? time = null)
    {
        processes.Add(new(storage.ConnectionString, scope.Prefix, new RecordingBus(), time ?? TimeProvider.System));
        return processes[^1];
    }

    public async Task<KernelUnderTest> BeginAsync(TimeProvider? time = null)
    {
        var process = Process(time);
        await process.Tables.CreateShared(default);
        await process.Tables.CreateFor(Tenant, default);
        return process;
    }

    /// <summary>An incident with so many events, as they are published.</summary>
    public static async Task<IReadOnlyList<PublishedEvent>> IncidentAsync(KernelUnderTest process, string name, int events)
    {
        var id = UlidText.FromKey(Incident.Prefix, Tenant, name);
        await process.Log.Create<Incident, IncidentEvent>(
            Command(name, 0), id, _ => (Decision<IncidentEvent>)Reported(name), default);
        for (var done = 1; done < events; done += 50)
        {
            var some = Enumerable.Repeat<IncidentEvent>(new IncidentStarted(), Math.Min(50, events - done)).ToImmutableArray();
            await process.Log.Execute<Incident, IncidentEvent>(
                Command(name, done), id, _ => (Decision<IncidentEvent>)some, default);
        }
        var stored = await process.Log.Timeline(Tenant, id, 0, events, default);
        return [.. stored.Select(one => new PublishedEvent(
            Tenant, id, Incident.Practice, one.Sequence, one.Type, one.At, one.By, one.Data))];
    }

    /// <summary>All that can be read, by pages of a size.</summary>
    public static async Task<IReadOnlyList<EventView>> ReadAsync(KernelUnderTest process, int limit = 200, long? after = null)
    {
        var (feed, all) = (process.Get<EventFeed>(), new List<EventView>());
        while (true)
        {
            var page = (await feed.Read(Tenant, new(after, false, [], limit, Duration.Zero), default)).Value;
            if (page.Items.Count == 0) return all;
            all.AddRange(page.Items);
            after = page.Next;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes) await process.DisposeAsync();
        await scope.DisposeAsync();
    }

    private static CommandContext Command(string cause, int part) => KernelUnderTest.Command(
        Tenant, CommandId.FromCause(cause, $"{part}"), Start + Duration.FromSeconds(part));

    private static IncidentReported Reported(string title) => new(
        "INC-000001", title, null, null, Level.Low, Level.Low, Priority.P5, null, null, null, null, [], [], null);
}
