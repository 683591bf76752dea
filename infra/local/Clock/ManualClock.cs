namespace ItsmServerless.Local.Clock;

/// <summary>A clock that stands still until told to move, and then moves through all that falls due.</summary>
/// <remarks>
/// <para>One-shot timers fire in the order of their due times, each at its own time. Timers with a period are
/// housekeeping: they fire at most once a jump and never shorten one, so a month does not cost a month of ticks.</para>
/// <para>Callbacks run on the thread that moves the clock. Time is saved before anything can see it, so it never runs
/// backwards, a kill -9 between two jumps included.</para>
/// </remarks>
/// <param name="start">The first reading.</param>
/// <param name="save">Stores a reading before it is shown; <see langword="null"/> keeps it in memory alone.</param>
public sealed class ManualClock(DateTimeOffset start, Func<DateTimeOffset, CancellationToken, Task>? save = null)
    : TimeProvider, IDisposable
{
    /// <summary>The longest jump: cron schedules and periodic timers are asked at least this often.</summary>
    public static readonly TimeSpan LongestJump = TimeSpan.FromHours(1);

    private readonly DateTimeOffset _start = start.ToUniversalTime();
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly ManualTimers _timers = new();
    private long _elapsedTicks;

    /// <summary>Raised after each jump: the timers of the new time have fired, quiet is not yet awaited.</summary>
    public event EventHandler<ClockJumpedEventArgs>? Jumped;

    /// <summary>When the next one-shot timer fires; <see langword="null"/> when none waits.</summary>
    public DateTimeOffset? NextDue => _timers.NextDue;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start.AddTicks(Volatile.Read(ref _elapsedTicks));

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref _elapsedTicks);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(_timers, GetUtcNow, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock from due time to due time and waits for quiet after each jump.</summary>
    /// <remarks>Two callers move it one after the other. Cancelled, the clock stays where it got to.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    public async Task AdvanceAsync(TimeSpan by, Quiescence quiescence, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var target = GetUtcNow() + by;
            await quiescence.WhenQuiet(cancellationToken);
            while (GetUtcNow() < target)
            {
                await JumpAsync(NextStop(target), quiescence, cancellationToken);
                await quiescence.WhenQuiet(cancellationToken);
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    private DateTimeOffset NextStop(DateTimeOffset target)
    {
        var now = GetUtcNow();
        var stop = target - now > LongestJump ? now + LongestJump : target;
        return NextDue is { } due && due < stop ? due : stop;
    }

    private async Task JumpAsync(DateTimeOffset to, Quiescence quiescence, CancellationToken cancellationToken)
    {
        var from = GetUtcNow();
        if (save is not null)
            await save(to, cancellationToken);
        using var work = quiescence.Track();
        Volatile.Write(ref _elapsedTicks, (to - _start).Ticks);
        _timers.FireUntil(to);
        Jumped?.Invoke(this, new ClockJumpedEventArgs(from, to));
    }
}

/// <summary>The clock moved: what was due after <see cref="From"/> and not after <see cref="To"/> is due now.</summary>
public sealed class ClockJumpedEventArgs(DateTimeOffset from, DateTimeOffset to) : EventArgs
{
    /// <summary>The time before the jump, excluded.</summary>
    public DateTimeOffset From { get; } = from;

    /// <summary>The time now, included.</summary>
    public DateTimeOffset To { get; } = to;
}
