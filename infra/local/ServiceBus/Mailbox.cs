using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>One place messages are received from: a queue, a subscription, or the dead letters of either.</summary>
/// <remarks>
/// A message is in exactly one of: scheduled, ready, deferred, taken (its lock counts), being settled, or expiring.
/// </remarks>
internal sealed partial class Mailbox(string path, EntityOptions options, BusStore store, TimeProvider time)
    : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ReadyMessages _ready = new(options.RequiresSession);
    private readonly Dictionary<long, BusMessage> _deferred = [];
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
    public bool HasIdlePump =>
        !Options.RequiresSession && Array.Exists(Volatile.Read(ref _pumps), pump => pump.HasRoom);

    /// <summary>Completes when the next message became ready, or a session free.</summary>
    public Task NextArrival
    {
        get
        {
            lock (_lock)
                return _arrival.Task;
        }
    }

    /// <summary>Whether a message is underway to a pump or in its hands, or its time is over.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_lock)
            {
                var hasPumpToDo = HasReady || _settling > 0 || Array.Exists(_pumps, pump => pump.IsAtWork);
                return _expiring > 0 || (_pumps.Length > 0 && hasPumpToDo);
            }
        }
    }

    /// <summary>How many messages there are, by where they are.</summary>
    public MailboxCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return new MailboxCounts(
                    Path, _ready.Count, _scheduled.Count, _taken.Count + _settling, DeadLetters?.Counts.Active ?? 0,
                    _deferred.Count);
            }
        }
    }

    /// <summary>Whether it gets a copy of a message that is sent to its entity.</summary>
    public bool Takes(MessageContent content) =>
        Options.Rules.Count == 0 || Options.Rules.Any(rule => rule.Matches(content));

    /// <summary>Lets a stored message appear: now, when its time has come, or when it is asked for.</summary>
    public void Put(BusMessage message) => Put([message]);

    /// <summary>The same for several, which appear together.</summary>
    public void Put(IEnumerable<BusMessage> messages)
    {
        var isAnyReady = false;
        lock (_lock)
        {
            foreach (var message in messages)
                isAnyReady |= Place(message);
        }
        if (isAnyReady)
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
    /// <param name="holdFor">How long its lock lasts without being renewed, possibly for ever.</param>
    public MessageSettlement? Take(TimeSpan holdFor)
    {
        lock (_lock)
            return _ready.TakeOldest() is { } message ? Hold(message, holdFor, session: null) : null;
    }

    /// <summary>Takes deferred messages, all or none.</summary>
    /// <exception cref="ServiceBusException">One of the numbers is of no deferred message.</exception>
    public IReadOnlyList<MessageSettlement> TakeDeferred(IReadOnlyList<long> sequences, SessionLock? session)
    {
        lock (_lock)
        {
            session?.ThrowIfOver();
            var found = sequences.Select(sequence => _deferred.GetValueOrDefault(sequence)).ToList();
            var missing = found.FindIndex(message => message is null || !IsOf(session, message));
            if (missing >= 0)
                throw NotFound(sequences[missing]);
            foreach (var sequence in sequences)
                _deferred.Remove(sequence);
            return [.. found.Select(message => Hold(message!, Options.LockDuration, session))];
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

    /// <summary>Takes out the ready or deferred message of a number, if it is there.</summary>
    public BusMessage? Remove(long sequence)
    {
        lock (_lock)
        {
            if (_deferred.Remove(sequence, out var deferred))
                return deferred;
            return _ready.Find(sequence) is { } ready && _ready.Remove(ready) ? ready : null;
        }
    }

    /// <summary>What is here, oldest first, from a number on, of a session or in a state if one is given.</summary>
    public IReadOnlyList<ServiceBusReceivedMessage> Peek(
        int most, long fromSequence, string? session = null, ServiceBusMessageState? state = null)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var seen = from message in AllMessages()
                       where message.Sequence >= fromSequence
                       where session is null || message.Content.SessionId == session
                       where state is null || message.StateAt(now) == state
                       orderby message.Sequence
                       select message.ToReceived(Guid.Empty, default, now, Options.DefaultTimeToLive);
            return [.. seen.Take(most)];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var (_, timer) in _scheduled.Values)
                timer.Dispose();
            foreach (var timer in _expiries.Values)
                timer.Dispose();
            foreach (var taken in _taken.Values)
                taken.StopExpiry();
            foreach (var session in _sessions.Values)
                session.StopExpiry();
            _scheduled.Clear();
        }
    }

    /// <summary>The answer to whoever settles too late.</summary>
    internal ServiceBusException LockLost() => new(
        "The lock supplied is invalid: it expired, or the message has been settled.",
        ServiceBusFailureReason.MessageLockLost, Path);

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static bool IsOf(SessionLock? session, BusMessage message) =>
        session is null || message.Content.SessionId == session.Id;

    private bool Place(BusMessage message)
    {
        var wait = message.DeadLetter is null ? message.EnqueuedAt - time.GetUtcNow() : TimeSpan.Zero;
        if (message.IsDeferred)
            _deferred[message.Sequence] = message;
        else if (wait > TimeSpan.Zero)
            _scheduled[message.Sequence] = (message, Wake(message, wait));
        else if (!BeginExpiring(message))
            return _ready.Put(message);
        return false;
    }

    private IEnumerable<BusMessage> AllMessages() => _ready.All.Concat(_deferred.Values)
        .Concat(_scheduled.Values.Select(one => one.Message)).Concat(_taken.Values.Select(taken => taken.Message));

    private MessageSettlement Hold(BusMessage message, TimeSpan holdFor, SessionLock? session)
    {
        StopExpiry(message);
        var taken = new MessageSettlement(this, message, store, time, holdFor, session);
        _taken[taken.LockToken] = taken;
        return taken;
    }

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

    private ServiceBusException NotFound(long sequence) => new(
        $"There is no deferred message {sequence}.", ServiceBusFailureReason.MessageNotFound, Path);
}
