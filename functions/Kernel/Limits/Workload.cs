using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Kernel.Limits;

/// <summary>Lets in what the process can work on at once, and of writes what can be worked off soon afterwards. A
/// tenant's reads, its writes and its intake each have a share of their own.</summary>
public sealed class Workload(LimitSettings settings, ConcurrencyBound bound, Backlog backlog, TimeProvider time)
{
    /// <summary>How long a request may wait for its place.</summary>
    private static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(2);

    private readonly FairPlaces<Flow> places = new(time);
    private readonly WritePace<Flow> pace = new(settings.Backlog, time);

    /// <summary>Requests that are worked on.</summary>
    public int UnderWay => places.Taken;

    /// <summary>A place, until it is disposed; null when there is none for this tenant.</summary>
    public async ValueTask<IDisposable?> Enter(TenantId tenant, Traffic traffic, CancellationToken cancel)
    {
        var flow = new Flow(tenant, traffic);
        if (traffic != Traffic.Reads && !pace.TryAccept(flow, backlog.Level)) return null;
        if (places.TryEnter(flow, bound.Limit)) return new Place(this, flow);
        bound.MissedOne();
        return await places.Enter(flow, bound.Limit, MostPatience, cancel) ? new Place(this, flow) : null;
    }

    private void Leave(Flow flow) => places.Leave(flow, bound.Limit);

    private readonly record struct Flow(TenantId Tenant, Traffic Traffic);

    private sealed class Place(Workload load, Flow flow) : IDisposable
    {
        private bool isLeft;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref isLeft, true)) load.Leave(flow);
        }
    }
}
