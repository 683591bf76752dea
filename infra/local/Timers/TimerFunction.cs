using ItsmServerless.Local.Clock;
using ItsmServerless.Local.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Local.Timers;

/// <summary>A timer function with its schedule; runs never overlap, retries included.</summary>
/// <remarks>A run that fails, and its retries, are over as in Functions: the next occurrence comes when it
/// comes.</remarks>
internal sealed partial class TimerFunction(
    LocalFunction function,
    Schedule schedule,
    bool isMonitored,
    FunctionInvoker invoker,
    TimerStore store,
    TimeProvider time,
    Quiescence quiescence,
    ILogger log)
{
    private TimerStatus _status = TimerStatus.New(schedule, time.GetUtcNow());
    private IDisposable? _work;

    /// <summary>The function.</summary>
    public string Name => function.Name;

    /// <summary>The next occurrence; <see langword="null"/> when there is none any more.</summary>
    public DateTimeOffset? Next => _status.Next;

    /// <summary>Whether it runs, or waits for a retry.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Takes up where the last host ended; says whether an occurrence was missed since.</summary>
    public async Task<bool> ResumeAsync(CancellationToken cancellationToken)
    {
        if (!isMonitored)
            return false;
        var now = time.GetUtcNow();
        var found = await store.FindAsync(function.Name, cancellationToken);
        _status = found?.Under(schedule, now) ?? TimerStatus.New(schedule, now);
        if (_status != found)
            await store.SaveAsync(function.Name, _status, cancellationToken);
        return Next < now;
    }

    /// <summary>Runs once for all that is due by now, and again for what became due in between.</summary>
    /// <param name="reason">Why it runs now.</param>
    /// <param name="work">The token of this work; disposed at the end, and given up while a retry is awaited.</param>
    /// <param name="end">Says when to stop.</param>
    public async Task RunAsync(TimerReason reason, IDisposable work, TimerEnd end)
    {
        (IsRunning, _work) = (true, work);
        await Task.Yield();
        try
        {
            do
            {
                await RunOnceAsync(reason, end);
                reason = TimerReason.Scheduled;
            }
            while (Next <= time.GetUtcNow() && !end.Stopping.IsCancellationRequested);
        }
        catch (OperationCanceledException) when (end.Stopping.IsCancellationRequested)
        {
            // The host ends; the next start makes good what was not noted as done.
        }
        finally
        {
            IsRunning = false;
            _work.Dispose();
        }
    }

    private async Task RunOnceAsync(TimerReason reason, TimerEnd end)
    {
        var began = time.GetUtcNow();
        await TryAsync(reason, end);
        _status = _status.After(schedule, began, isExtra: reason == TimerReason.Startup);
        if (!isMonitored)
            return;
        try
        {
            await store.SaveAsync(function.Name, _status, end.BreakingOff);
        }
        catch (Exception away) when (!end.BreakingOff.IsCancellationRequested)
        {
            StatusLost(log, function.Name, away); // Storage is away: the next start may run it once more.
        }
    }

    private async Task TryAsync(TimerReason reason, TimerEnd end)
    {
        var rule = function.Retry;
        for (var retry = 0; !await SucceedsAsync(reason, retry, end.BreakingOff) && rule.Allows(retry); retry++)
        {
            if (rule.DelayBefore(retry) is var delay && delay == TimeSpan.Zero)
                continue;
            _work!.Dispose();
            _work = await ClockWait.ForAsync(delay, time, quiescence, end.Stopping);
        }
    }

    private async Task<bool> SucceedsAsync(TimerReason reason, int retry, CancellationToken breakingOff)
    {
        var timer = new TimerInfo
        {
            IsPastDue = reason == TimerReason.PastDue,
            ScheduleStatus = isMonitored ? _status.Told() : null,
        };
        var context = new LocalFunctionContext(function, timer, new Dictionary<string, object?>(), breakingOff)
        {
            Retry = new(retry, function.Retry.MaxRetryCount),
        };
        try
        {
            await invoker.InvokeAsync(context);
            return true;
        }
        catch (Exception failure) when (!breakingOff.IsCancellationRequested)
        {
            RunFailed(log, function.Name, retry, function.Retry.MaxRetryCount, failure);
            return false;
        }
    }

    [LoggerMessage(301, LogLevel.Error, "Timer function {Function} failed at retry {Retry} of {MaxRetryCount}.")]
    private static partial void RunFailed(
        ILogger log, string function, int retry, int maxRetryCount, Exception failure);

    [LoggerMessage(302, LogLevel.Warning, "That timer function {Function} ran could not be noted.")]
    private static partial void StatusLost(ILogger log, string function, Exception failure);
}

/// <summary>Why a timer function runs.</summary>
internal enum TimerReason
{
    /// <summary>An occurrence is due.</summary>
    Scheduled,

    /// <summary>An occurrence was missed while no host ran.</summary>
    PastDue,

    /// <summary>It wants to run at every start of the host.</summary>
    Startup,
}

/// <summary>How timer functions end with the host.</summary>
/// <param name="Stopping">Nothing is started any more.</param>
/// <param name="BreakingOff">What runs is to break off.</param>
internal readonly record struct TimerEnd(CancellationToken Stopping, CancellationToken BreakingOff);
