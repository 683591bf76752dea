namespace ItsmServerless.Kernel.Limits;

/// <summary>Places for what is under way, shared by <see cref="FairShare"/>. Who may not have one yet waits a little;
/// who holds the fewest is next.</summary>
internal sealed class FairPlaces<T>(TimeProvider time) where T : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<T, int> held = [];
    private readonly LinkedList<Waiter> waiting = [];

    /// <summary>How many are taken.</summary>
    public int Taken { get; private set; }

    /// <summary>Takes a place; who got one gives it back by <see cref="Leave"/>.</summary>
    /// <returns>False when there was none in all that time.</returns>
    public async ValueTask<bool> Enter(T who, int limit, TimeSpan patience, CancellationToken cancel)
    {
        Waiter waiter;
        lock (gate)
        {
            if (Grant(who, limit)) return true;
            waiter = new(who);
            waiting.AddLast(waiter);
        }
        using var enough = new CancellationTokenSource(patience, time);
        await using var tired = enough.Token.Register(() => GiveUp(waiter));
        await using var gone = cancel.Register(() => GiveUp(waiter));
        return await waiter.Turn.Task;
    }

    /// <summary>Takes a place if there is one now.</summary>
    /// <param name="sure">Of so many an equal share is everybody's, also above the limit; 0 for none.</param>
    public bool TryEnter(T who, int limit, int sure = 0)
    {
        lock (gate) return Grant(who, limit, sure);
    }

    /// <summary>Gives a place back, and what is free now to those who wait.</summary>
    public void Leave(T who, int limit)
    {
        lock (gate)
        {
            Taken--;
            if (held[who] == 1) held.Remove(who); // Memory holds those who have something, not all who ever came.
            else held[who]--;
            while (waiting.MinBy(waiter => held.GetValueOrDefault(waiter.Who)) is { } next && Grant(next.Who, limit))
            {
                waiting.Remove(next);
                next.Turn.TrySetResult(true);
            }
        }
    }

    private bool Grant(T who, int limit, int sure = 0)
    {
        var own = held.GetValueOrDefault(who);
        if ((long)own * held.Count >= sure && !FairShare.Grants(own, Taken, held.Count, limit)) return false;
        held[who] = own + 1;
        Taken++;
        return true;
    }

    private void GiveUp(Waiter waiter)
    {
        lock (gate)
            if (waiting.Remove(waiter)) waiter.Turn.TrySetResult(false);
    }

    private sealed class Waiter(T who)
    {
        public T Who => who;

        public TaskCompletionSource<bool> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
