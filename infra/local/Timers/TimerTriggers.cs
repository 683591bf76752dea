using ItsmServerless.Local.Clock;
using ItsmServerless.Local.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Local.Timers;

/// <summary>Runs every timer function at its occurrences: by the clock, or once a jump by the manual clock.</summary>
internal sealed class TimerTriggers(
    FunctionCatalog catalog,
    FunctionInvoker invoker,
    TimerStore store,
    TimeProvider time,
    Quiescence quiescence,
    IConfiguration configuration,
    ILogger<TimerTriggers> log) : IDisposable
{
    private const string TimeZoneSetting = "WEBSITE_TIME_ZONE";

    /// <summary>A timer of the framework waits at most about 49 days; a schedule may be rarer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _breakingOff = new();
    private readonly List<TimerFunction> _timers = [];
    private readonly List<Task> _atWork = [];

    /// <summary>When each timer function runs next; <see langword="null"/> when it never does again.</summary>
    public IReadOnlyList<(string Function, DateTimeOffset? Next)> Occurrences() =>
        _timers.ConvertAll(timer => (timer.Name, timer.Next));

    private TimerEnd End => new(_stopping.Token, _breakingOff.Token);

    /// <summary>Makes good what was missed, runs what wants to run at the start, and waits for the rest.</summary>
    /// <exception cref="StartFailedException">A schedule cannot be read; the message names the function.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var functions = catalog.StartedBy<TimerTriggerAttribute>().ToList();
        RefuseTimeZone(functions);
        var timers = functions.ConvertAll(one => (Timer: TimerOf(one.Function, one.Trigger), one.Trigger.RunOnStartup));
        if (timers.Count > 0)
            await store.CreateAsync(cancellationToken);
        foreach (var (timer, runOnStartup) in timers)
        {
            var missed = await timer.ResumeAsync(cancellationToken);
            _timers.Add(timer);
            Keep(FollowAsync(timer, FirstReason(missed, runOnStartup)));
        }
        if (time is ManualClock manual)
            manual.Jumped += OnJump;
    }

    /// <summary>Runs nothing more and waits for what is at work.</summary>
    /// <param name="cancellationToken">Tells what is at work to break off.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (time is ManualClock manual)
            manual.Jumped -= OnJump;
        await _stopping.CancelAsync();
        await using var breakOff = cancellationToken.Register(_breakingOff.Cancel);
        await Task.WhenAll(AtWork());
    }

    /// <summary>Tells everything to break off; waits for nobody.</summary>
    public void Abandon()
    {
        _stopping.Cancel();
        _breakingOff.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        _breakingOff.Dispose();
    }

    /// <summary>The plan that the app is deployed to does not know it, so every schedule is in UTC.</summary>
    private void RefuseTimeZone(List<(LocalFunction Function, TimerTriggerAttribute Trigger)> functions)
    {
        if (functions is [var (first, _), ..] && configuration[TimeZoneSetting] is { Length: > 0 } zone)
            throw first.Refusal($"setting {TimeZoneSetting} is {zone}, but schedules are in UTC: leave it out.");
    }

    private TimerFunction TimerOf(LocalFunction function, TimerTriggerAttribute trigger)
    {
        var schedule = ScheduleOf(function, trigger);
        var isMonitored = trigger.UseMonitor && schedule.IsMonitored(time.GetUtcNow());
        return new TimerFunction(function, schedule, isMonitored, invoker, store, time, quiescence, log);
    }

    /// <summary>What was missed comes before what every start runs; never both.</summary>
    private static TimerReason? FirstReason(bool missed, bool runOnStartup)
    {
        if (missed)
            return TimerReason.PastDue;
        return runOnStartup ? TimerReason.Startup : null;
    }

    private Schedule ScheduleOf(LocalFunction function, TimerTriggerAttribute trigger)
    {
        try
        {
            return Schedule.Parse(Setting.Resolve(trigger.Schedule, configuration));
        }
        catch (FormatException broken)
        {
            throw function.Refusal(broken.Message);
        }
    }

    /// <summary>The wall clock is followed here; the manual clock tells by its jumps.</summary>
    private async Task FollowAsync(TimerFunction timer, TimerReason? first)
    {
        if (first is { } reason)
            await timer.RunAsync(reason, quiescence.Track(), End);
        while (time is not ManualClock && timer.Next is { } next && await WaitAsync(next))
            await timer.RunAsync(TimerReason.Scheduled, quiescence.Track(), End);
    }

    private async Task<bool> WaitAsync(DateTimeOffset until)
    {
        while (!_stopping.IsCancellationRequested && time.GetUtcNow() is var now && now < until)
        {
            var wait = until - now < LongestWait ? until - now : LongestWait;
            await Task.Delay(wait, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return !_stopping.IsCancellationRequested;
    }

    private void OnJump(object? sender, ClockJumpedEventArgs jump)
    {
        foreach (var timer in _timers.FindAll(timer => timer.Next <= jump.To && !timer.IsRunning))
            Keep(timer.RunAsync(TimerReason.Scheduled, quiescence.Track(), End));
    }

    private void Keep(Task task)
    {
        lock (_atWork)
        {
            _atWork.RemoveAll(done => done.IsCompleted);
            _atWork.Add(task);
        }
    }

    private Task[] AtWork()
    {
        lock (_atWork)
            return [.. _atWork];
    }
}
