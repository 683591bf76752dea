using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>One place messages are received from: a queue, a subscription, or the dead letters of either.</summary>
/// <remarks>A message is in exactly one of: scheduled, ready, taken (its lock counts), or being settled.</remarks>
internal sealed class Mailbox(string path, EntityOptions options, BusStore store, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, BusMessage> _ready = [];
    private readonly Dictionary<long, (BusMessage Message, ITimer Timer)> _scheduled = [];
    private readonly Dictionary<string, MessageSettlement> _taken = new(StringComparer.OrdinalIgnoreCase);
    private TaskCompletionSource _arrival = NewArrival();
    private MessagePump[] _pumps = [];
    private int _settling;

    /// <summary>Its path, as Service Bus writes it.</summary>
    public string Path { get; } = path;

    /// <summary>How it behaves.</summary>
    public EntityOptions Options { get; } = options;

    /// <summary>Where dead letters go; <see langword="null"/> for dead letters themselves.</summary>
    public Mailbox? DeadLetters { get; init; }

    /// <summary>Whether a message that arrives now is taken at once.</summary>
    public bool HasIdlePump => Array.Exists(Volatile.Read(ref _pumps), pump => pump.HasRoom);

    /// <summary>Completes when the next message became ready.</summary>
    public Task NextArrival
    {
        get
        {
            lock (_lock)
                return _arrival.Task;
        }
    }

    /// <summary>Whether a message is underway to a pump or in its hands.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_lock)
                return _pumps.Length > 0 && _ready.Count + _taken.Count + _settling > 0;
        }
    }

    /// <summary>How many messages wait, wait for their time, and are locked.</summary>
    public (int Ready, int Scheduled, int Locked) Counts
    {
        get
        {
            lock (_lock)
                return (_ready.Count, _scheduled.Count, _taken.Count + _settling);
        }
    }

    /// <summary>Lets a stored message appear: now, or when its time has come.</summary>
    public void Put(BusMessage message)
    {
        var wait = message.DeadLetter is null ? message.EnqueuedAt - time.GetUtcNow() : TimeSpan.Zero;
        lock (_lock)
        {
            if (wait > TimeSpan.Zero)
                _scheduled[message.Sequence] = (message, Wake(message, wait));
            else
                _ready[message.Sequence] = message;
        }
        if (wait <= TimeSpan.Zero)
            Announce();
    }

    /// <summary>Lets a pump take whatever comes; several share it.</summary>
    public void Attach(MessagePump pump)
    {
        lock (_lock)
            Volatile.Write(ref _pumps, [.. _pumps, pump]);
        pump.Fill();
    }

    /// <summary>Takes the oldest ready message; <see langword="null"/> when there is none.</summary>
    /// <param name="renews">The taker holds on until it settles: its lock never runs out.</param>
    public MessageSettlement? Take(bool renews)
    {
        lock (_lock)
        {
            if (_ready.Count == 0)
                return null;
            var (sequence, message) = _ready.First();
            _ready.Remove(sequence);
            var taken = new MessageSettlement(this, message, store, time, renews);
            _taken[taken.LockToken] = taken;
            return taken;
        }
    }

    /// <summary>What is taken under a lock.</summary>
    /// <exception cref="ServiceBusException">The lock ran out, or the message is settled.</exception>
    public MessageSettlement Taken(string lockToken)
    {
        lock (_lock)
            return _taken.GetValueOrDefault(lockToken) ?? throw LockLost();
    }

    /// <summary>Ends a lock in order to settle; <see langword="false"/> when it ended before.</summary>
    public bool TryBeginSettling(MessageSettlement taken)
    {
        lock (_lock)
        {
            if (!_taken.Remove(taken.LockToken))
                return false;
            _settling++;
            return true;
        }
    }

    /// <summary>Settling ended; the message, if it goes on, has been put where it goes on from.</summary>
    public void EndSettling()
    {
        lock (_lock)
            _settling--;
    }

    /// <summary>Takes a scheduled message back out; <see langword="null"/> when none has the number.</summary>
    public BusMessage? Unschedule(long sequence)
    {
        lock (_lock)
        {
            if (!_scheduled.Remove(sequence, out var scheduled))
                return null;
            scheduled.Timer.Dispose();
            return scheduled.Message;
        }
    }

    /// <summary>Takes out the ready message of a number; <see langword="null"/> when it is not there.</summary>
    public BusMessage? Remove(long sequence)
    {
        lock (_lock)
            return _ready.Remove(sequence, out var message) ? message : null;
    }

    /// <summary>What is here, oldest first, from a number on.</summary>
    public IReadOnlyList<ServiceBusReceivedMessage> Peek(int most, long from)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var all = _ready.Values.Concat(_scheduled.Values.Select(one => one.Message))
                .Concat(_taken.Values.Select(taken => taken.Message));
            return [.. all.Where(message => message.Sequence >= from).OrderBy(message => message.Sequence).Take(most)
                .Select(message => message.ToReceived(Guid.Empty, default, now))];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var (_, timer) in _scheduled.Values)
                timer.Dispose();
            foreach (var taken in _taken.Values)
                taken.StopExpiry();
            _scheduled.Clear();
        }
    }

    /// <summary>The answer to whoever settles too late.</summary>
    internal ServiceBusException LockLost() => new(
        "The lock supplied is invalid: it expired, or the message has been settled.",
        ServiceBusFailureReason.MessageLockLost, Path);

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Announce()
    {
        TaskCompletionSource arrived;
        lock (_lock)
            (arrived, _arrival) = (_arrival, NewArrival());
        arrived.SetResult();
        foreach (var pump in Volatile.Read(ref _pumps))
            pump.Fill();
    }

    private ITimer Wake(BusMessage message, TimeSpan wait) => time.CreateTimer(
        _ => { if (Unschedule(message.Sequence) is { } due) Put(due); }, null, wait, Timeout.InfiniteTimeSpan);
}
