using System.Diagnostics;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Events;

/// <summary>Reads a tenant's events in the order of their numbers, and waits for what is to come.</summary>
/// <remarks>Waiting is of the connection, not of the tenant's time: it goes by the machine's clock.</remarks>
public sealed class EventFeed(EventLedger ledger, EventSignals signals)
{
    /// <summary>How often a reader looks for what another process has numbered.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(2);

    private const int MostStretches = 4;

    /// <summary>A page; empty when nothing came in time. Two point reads and at most four queries, and two point reads
    /// every two seconds while it waits.</summary>
    public async Task<Outcome<EventPage>> Read(TenantId tenant, EventQuestion question, CancellationToken cancel)
    {
        var (watch, wait) = (Stopwatch.StartNew(), question.Wait.ToTimeSpan());
        while (true)
        {
            var signal = signals.Next(tenant);
            var state = await ledger.State(tenant, cancel);
            var head = await ledger.Head(tenant, state, cancel);
            if (Start(question, state, head).IsRefused(out var problem, out var from)) return problem;
            var page = await Page(tenant, question, from, head, cancel);
            if (page.Items.Count > 0 || watch.Elapsed >= wait) return page;
            question = question with { After = page.Next, FromNow = false };
            if (page.Next > from && page.Next < head.Newest) continue; // So far there was nothing that is wanted.
            await Sleep(signal, wait - watch.Elapsed, cancel);
        }
    }

    private static Outcome<long> Start(EventQuestion question, FeedState state, EventHead head)
    {
        if (question.FromNow) return head.Newest;
        if (question.After is not { } after) return state.Gone;
        if (after > head.Newest)
            return new Problem(ProblemCode.InvalidParameter, $"after is {after}; the newest event is {head.Newest}.");
        return after >= state.Gone
            ? after
            : new Problem(
                ProblemCode.EventsExpired,
                $"Events up to {state.Gone} are not kept any more. Read the records anew, then go on with after={state.Gone}.");
    }

    private async Task<EventPage> Page(
        TenantId tenant, EventQuestion question, long after, EventHead head, CancellationToken cancel)
    {
        var items = new List<EventView>();
        for (var stretches = 0; stretches < MostStretches && after < head.Newest && items.Count < question.Limit; stretches++)
        {
            var most = question.Types.Count == 0 ? question.Limit - items.Count : EventRows.Stretch;
            foreach (var numbered in await ledger.After(tenant, after, most, cancel))
            {
                if (numbered.Number != after + 1 || items.Count == question.Limit) break; // Never over a gap.
                after = numbered.Number;
                if (question.Wants(numbered.Type)) items.Add(EventView.Of(numbered));
            }
        }
        return new(items, after);
    }

    private static async Task Sleep(Task signal, TimeSpan left, CancellationToken cancel)
    {
        var most = left < Glance ? left : Glance;
        if (most <= TimeSpan.Zero) return;
        await signal.WaitAsync(most, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancel.ThrowIfCancellationRequested();
    }
}
