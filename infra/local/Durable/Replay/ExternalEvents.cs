using ItsmServerless.Local.Durable.History;
using Microsoft.DurableTask;

namespace ItsmServerless.Local.Durable.Replay;

/// <summary>Brings events and those who wait for them together: events oldest first, waiters newest first.</summary>
/// <remarks>
/// As documented for the package: the newest waiter is served first, so that abandoned ones do no harm.
/// </remarks>
internal sealed class ExternalEvents(DataConverter converter)
{
    private readonly Dictionary<string, Stack<Waiter>> _waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly LinkedList<EventRaised> _kept = new();

    /// <summary>Whether someone waits.</summary>
    public bool HasWaiting => _waiters.Values.Any(waiters => waiters.Any(waiter => !waiter.IsOver));

    /// <summary>Events nobody has waited for, oldest first.</summary>
    public IReadOnlyList<EventRaised> Unprocessed => [.. _kept];

    /// <summary>The payload of a kept event, or of the next one.</summary>
    /// <exception cref="ArgumentException">Someone waits for an event of that name with another type.</exception>
    public Task<T> WaitAsync<T>(string name, CancellationToken cancellationToken)
    {
        RefuseOtherType(name, typeof(T));
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);
        var source = new TaskCompletionSource<T>();
        var waiter = new Waiter(typeof(T), payload => Serve(source, payload), () => source.Task.IsCompleted);
        if (TryTakeKept(name, out var kept))
            waiter.Serve(kept.Payload);
        else
            Waiting(name).Push(waiter);
        cancellationToken.Register(() => source.TrySetCanceled(cancellationToken));
        return source.Task;
    }

    /// <summary>Gives an event to the newest waiter that is left, or keeps it.</summary>
    public void Raise(EventRaised raised)
    {
        var waiting = Waiting(raised.Name);
        while (waiting.TryPop(out var waiter))
        {
            if (waiter.IsOver)
                continue;
            waiter.Serve(raised.Payload);
            return;
        }

        Keep(raised);
    }

    /// <summary>Keeps an event for whoever waits next.</summary>
    public void Keep(EventRaised raised) => _kept.AddLast(raised);

    private void RefuseOtherType(string name, Type type)
    {
        if (Waiting(name).TryPeek(out var newest) && newest.Type != type)
        {
            throw new ArgumentException(
                $"The event '{name}' is waited for as {newest.Type}, so it cannot be waited for as {type} as well.",
                nameof(type));
        }
    }

    private void Serve<T>(TaskCompletionSource<T> source, string? payload)
    {
        try
        {
            source.TrySetResult(converter.Deserialize<T>(payload));
        }
        catch (Exception unreadable)
        {
            // Whoever waits learns that the payload is not what they expect.
            source.TrySetException(unreadable);
        }
    }

    private bool TryTakeKept(string name, out EventRaised kept)
    {
        for (var node = _kept.First; node is not null; node = node.Next)
        {
            if (!string.Equals(node.Value.Name, name, StringComparison.OrdinalIgnoreCase))
                continue;
            kept = node.Value;
            _kept.Remove(node);
            return true;
        }

        kept = null!;
        return false;
    }

    private Stack<Waiter> Waiting(string name) =>
        _waiters.TryGetValue(name, out var waiting) ? waiting : _waiters[name] = new();

    private sealed class Waiter(Type type, Action<string?> serve, Func<bool> isOver)
    {
        public Type Type => type;

        public bool IsOver => isOver();

        public void Serve(string? payload) => serve(payload);
    }
}
