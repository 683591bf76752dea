using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>Pages through a record's events, all of them or some kind, oldest first.</summary>
public sealed class Timelines(EventLog log, Signer signer)
{
    private const string CursorPurpose = "timeline-cursor";
    private const int Stretch = 500;

    /// <summary>A page. One query over a range of the record's partition for every 500 events looked through.</summary>
    /// <param name="name">What the list is called: its cursors are good for no other list of the record.</param>
    /// <param name="view">What is shown of an event; null leaves it out.</param>
    public async Task<Outcome<Page<T>>> Read<T>(
        TenantId tenant, RecordId id, string name, Paging paging, Func<StoredEvent, T?> view, CancellationToken cancel)
        where T : class
    {
        var context = $"{tenant}\n{id}\n{name}";
        var opened = paging.Cursor is { } cursor ? signer.Open(CursorPurpose, context, cursor) : "0";
        if (opened is null) return new Problem(ProblemCode.InvalidCursor, "The cursor is altered, or of another list.");
        var shown = await Shown(tenant, id, int.Parse(opened), view, cancel).Take(paging.Limit + 1).ToListAsync(cancel);
        var page = shown.Take(paging.Limit).ToList();
        var next = shown.Count > page.Count ? signer.Seal(CursorPurpose, context, $"{page[^1].Sequence}") : null;
        return new Page<T>([.. page.Select(item => item.View)], next);
    }

    private async IAsyncEnumerable<(int Sequence, T View)> Shown<T>(
        TenantId tenant, RecordId id, int after, Func<StoredEvent, T?> view,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel) where T : class
    {
        IReadOnlyList<StoredEvent> stretch;
        do
        {
            stretch = await log.Timeline(tenant, id, after, Stretch, cancel);
            foreach (var stored in stretch)
            {
                after = stored.Sequence;
                if (view(stored) is { } shown) yield return (stored.Sequence, shown);
            }
        }
        while (stretch.Count == Stretch);
    }
}
