using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Time;
using NodaTime;

namespace ItsmServerless.Events;

/// <summary>Begins stretches of numbers, and drops those that nobody may read any more.</summary>
public sealed class EventStretches(EventLedger ledger, Clock clock)
{
    /// <summary>How long events can be read at least; what is older goes when another stretch begins.</summary>
    public static readonly Duration Kept = Duration.FromDays(30);

    private const int MostDropped = 8;

    /// <summary>The newest stretch there is. Two point reads.</summary>
    internal async Task<EventHead> Newest(TenantId tenant, CancellationToken cancel) =>
        await ledger.Head(tenant, await ledger.State(tenant, cancel), cancel);

    /// <summary>Begins the stretch after a full one. May stop anywhere, and run twice at once.</summary>
    /// <remarks>How far its records are is kept for good before the next stretch is there: who numbers in that one
    /// finds it.</remarks>
    internal async Task Follow(TenantId tenant, EventHead full, CancellationToken cancel)
    {
        await ledger.Keep(tenant, await ledger.Records(tenant, full.Stretch, cancel), cancel);
        await ledger.Begin(tenant, full.Stretch + 1, clock.Now, cancel);
        await Tidy(tenant, full.Stretch + 1, cancel);
    }

    private async Task Tidy(TenantId tenant, int newest, CancellationToken cancel)
    {
        var state = await ledger.State(tenant, cancel);
        if (state.Newest >= newest) return; // Another process does the same.
        var oldest = state.Oldest;
        while (oldest < newest - 1 && oldest - state.Swept < MostDropped && await IsOld(tenant, oldest, cancel)) oldest++;
        if (!await ledger.TryWrite(tenant, state with { Newest = newest, Oldest = oldest }, cancel)) return;
        if (oldest == state.Swept) return;
        for (var stretch = state.Swept; stretch < oldest; stretch++) await ledger.Drop(tenant, stretch, cancel);
        var now = await ledger.State(tenant, cancel);
        await ledger.TryWrite(tenant, now with { Swept = Math.Max(now.Swept, oldest) }, cancel);
    }

    /// <summary>Whether the last number of a full stretch was given longer ago than events are kept.</summary>
    private async Task<bool> IsOld(TenantId tenant, int stretch, CancellationToken cancel) =>
        await ledger.TryHead(tenant, stretch, cancel) is not { } head || head.At < clock.Now - Kept;
}
