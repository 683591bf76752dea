using Azure;

namespace ItsmServerless.Local.Durable.Instances;

/// <summary>Does again what the storage did not answer, until it does or the engine stops.</summary>
/// <remarks>Waits by the machine's time: a storage that is away does not come back by moving a manual clock.</remarks>
internal static class Persistent
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Whether trying again may help: the storage answered badly, or not at all.</summary>
    public static bool IsOfStorage(Exception failure) =>
        failure is RequestFailedException or IOException or HttpRequestException or OperationCanceledException
        || failure is AggregateException { InnerExceptions: var inner } && inner.All(IsOfStorage);

    /// <summary>Does it, if need be again.</summary>
    /// <param name="givenUp">Ends the tries before the engine stops: who asked does not wait any more.</param>
    public static async Task<T> DoAsync<T>(
        EngineParts parts, string instanceId, Func<Task<T>> work, CancellationToken givenUp = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (Exception failure) when (IsOfStorage(failure)
                && !parts.Stopping.IsCancellationRequested && !givenUp.IsCancellationRequested)
            {
                await PauseAsync(parts, instanceId, failure, attempt);
            }
        }
    }

    /// <summary>Does it, if need be again.</summary>
    public static Task DoAsync(
        EngineParts parts, string instanceId, Func<Task> work, CancellationToken givenUp = default) =>
        DoAsync(
            parts, instanceId,
            async () =>
            {
                await work();
                return true;
            },
            givenUp);

    /// <summary>Waits before another try, longer after each.</summary>
    public static Task PauseAsync(EngineParts parts, string instanceId, Exception failure, int attempt)
    {
        EngineLog.StorageFailed(parts.Log, failure, instanceId, attempt);
        var pause = FirstPause * Math.Pow(2, Math.Min(attempt - 1, 10));
        return Task.Delay(pause < LongestPause ? pause : LongestPause, parts.Stopping);
    }
}
