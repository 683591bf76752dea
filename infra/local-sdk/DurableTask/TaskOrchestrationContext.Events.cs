namespace Microsoft.DurableTask;

public abstract partial class TaskOrchestrationContext
{
    /// <summary>The payload of the next event of that name; one that came before is taken at once.</summary>
    /// <remarks>
    /// Names are equal whatever their case. Of several waiters for one name the newest is served first; an event
    /// serves one.
    /// </remarks>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>The payload of the next event of that name.</summary>
    /// <exception cref="TaskCanceledException">It did not come within <paramref name="timeout"/>.</exception>
    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) =>
        WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <summary>The payload of the next event of that name.</summary>
    /// <exception cref="TaskCanceledException">It did not come in time, or the wait was cancelled.</exception>
    public async Task<T> WaitForExternalEvent<T>(
        string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timerEnds = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var waitEnds = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = CreateTimer(timeout, timerEnds.Token);
        var wait = WaitForExternalEvent<T>(eventName, waitEnds.Token);
        var first = await Task.WhenAny(timer, wait);
        (first == wait ? timerEnds : waitEnds).Cancel();
        return await wait;
    }
}
