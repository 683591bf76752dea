using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.ServiceBus;

/// <content>Sessions: each has its own line of messages and at most one receiver at a time.</content>
internal sealed partial class Mailbox
{
    private readonly Dictionary<string, SessionLock> _sessions = new(StringComparer.Ordinal);

    /// <summary>What receivers keep with their sessions.</summary>
    public SessionStates States { get; } = new(store);

    /// <summary>Whether a receiver that comes now finds something.</summary>
    private bool HasReady =>
        Options.RequiresSession ? _ready.Sessions.Any(session => !_sessions.ContainsKey(session)) : _ready.Count > 0;

    /// <summary>Locks a session, also one without messages.</summary>
    /// <exception cref="ServiceBusException">Another receiver has it.</exception>
    public SessionLock LockSession(string session, TimeSpan holdFor)
    {
        lock (_lock)
        {
            if (_sessions.ContainsKey(session))
            {
                throw new ServiceBusException(
                    $"The session '{session}' is locked by another receiver.",
                    ServiceBusFailureReason.SessionCannotBeLocked, Path);
            }
            return _sessions[session] = new SessionLock(this, session, time, holdFor);
        }
    }

    /// <summary>Locks the free session with the oldest message; <see langword="null"/> when none has any.</summary>
    public SessionLock? LockNextSession(TimeSpan holdFor)
    {
        lock (_lock)
        {
            var free = _ready.OldestSession(session => !_sessions.ContainsKey(session));
            return free is null ? null : _sessions[free] = new SessionLock(this, free, time, holdFor);
        }
    }

    /// <summary>Takes the oldest ready message of a session; <see langword="null"/> when there is none.</summary>
    /// <exception cref="ServiceBusException">The session's lock was lost.</exception>
    public MessageSettlement? Take(SessionLock session)
    {
        lock (_lock)
        {
            session.ThrowIfOver();
            return _ready.TakeOldest(session.Id) is { } message
                ? Hold(message, Timeout.InfiniteTimeSpan, session)
                : null;
        }
    }

    /// <summary>Whether something that was received in a session is not settled.</summary>
    public bool HasTaken(SessionLock session)
    {
        lock (_lock)
            return _taken.Values.Any(taken => taken.Session == session);
    }

    /// <summary>Makes a session anybody's again; what was received of it and is not settled goes back.</summary>
    public void EndSession(SessionLock session, bool isLost)
    {
        lock (_lock)
        {
            if (session.IsOver)
                return;
            session.MarkOver();
            foreach (var taken in _taken.Values.Where(taken => taken.Session == session).ToList())
            {
                _taken.Remove(taken.LockToken);
                taken.MarkGivenBack(isDelivered: isLost);
                Place(taken.Message);
            }
            _sessions.Remove(session.Id); // Only now: nobody sees a later message before an earlier one.
        }
        Announce();
    }
}
