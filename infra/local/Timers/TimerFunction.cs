using ItsmServerless.Local.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Local.Timers;

/// <summary>A timer function with its schedule; runs never overlap.</summary>
/// <remarks>A run that fails is over, as in Functions: the next occurrence comes when it comes.</remarks>
internal sealed partial class TimerFunction(
    LocalFunction function,
    Schedule schedule,
    bool isMonitored,
    FunctionInvoker invoker,
    TimerStore store,
    TimeProvider time,
    ILogger log)
{
    private DateTimeOffset _last;

    /// <summary>The function.</summary>
    public string Name => function.Name;

    /// <summary>The next occurrence; <see langword="null"/> when there is none any more.</summary>
    public DateTimeOffset? Next => schedule.Next(_last);

    /// <summary>Takes up where the last host ended; says whether an occurrence was missed since.</summary>
    public async Task<bool> ResumeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var last = isMonitored ? await store.LastAsync(function.Name, cancellationToken) : null;
        _last = last ?? now;
        if (isMonitored && last is null)
            await store.SaveAsync(function.Name, now, cancellationToken);
        return Next <= now;
    }

    /// <summary>Runs once for all that is due by now.</summary>
    public async Task RunAsync(bool isPastDue, CancellationToken cancellationToken)
    {
        var before = _last;
        _last = time.GetUtcNow();
        try
        {
            var timer = new TimerInfo { IsPastDue = isPastDue, ScheduleStatus = StatusAt(before) };
            await InvokeAsync(timer, cancellationToken);
            if (isMonitored)
                await store.SaveAsync(function.Name, _last, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host ends; the next start makes good what was not noted as done.
        }
        catch (Exception away)
        {
            StatusLost(log, function.Name, away); // Storage is away: the next start may run it once more.
        }
    }

    private async Task InvokeAsync(TimerInfo timer, CancellationToken cancellationToken)
    {
        var context = new LocalFunctionContext(function, timer, new Dictionary<string, object?>(), cancellationToken);
        try
        {
            await invoker.InvokeAsync(context);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            RunFailed(log, function.Name, failure);
        }
    }

    private ScheduleStatus? StatusAt(DateTimeOffset before) => !isMonitored ? null : new ScheduleStatus
    {
        Last = before.UtcDateTime,
        Next = (schedule.Next(_last) ?? DateTimeOffset.MaxValue).UtcDateTime,
        LastUpdated = before.UtcDateTime,
    };

    [LoggerMessage(301, LogLevel.Error, "Timer function {Function} failed; it runs again at its next occurrence.")]
    private static partial void RunFailed(ILogger log, string function, Exception failure);

    [LoggerMessage(302, LogLevel.Warning, "That timer function {Function} ran could not be noted.")]
    private static partial void StatusLost(ILogger log, string function, Exception failure);
}
