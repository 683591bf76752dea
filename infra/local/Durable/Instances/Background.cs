using ItsmServerless.Local.Clock;

namespace ItsmServerless.Local.Durable.Instances;

/// <summary>Runs what nobody awaits: counted for the manual clock, and waited for when the engine stops.</summary>
internal sealed class Background(Quiescence quiescence, ILogger log, CancellationToken stopping)
{
    private readonly TaskCompletionSource _allDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running = 1;
    private int _isEnding;

    /// <summary>Starts work on the thread pool, free of the caller's context; it counts from this moment.</summary>
    public void Begin(Func<Task> work)
    {
        var counted = quiescence.Track();
        Interlocked.Increment(ref _running);
        ThreadPool.UnsafeQueueUserWorkItem(_ => RunAsync(work, counted), state: null);
    }

    /// <summary>Completes when all work has ended, if nothing begins any more but by running work.</summary>
    public Task WhenDone()
    {
        if (Interlocked.Exchange(ref _isEnding, 1) == 0)
            End();
        return _allDone.Task;
    }

    private async void RunAsync(Func<Task> work, IDisposable counted)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The engine stops; what is stored goes on at the next start.
        }
        catch (Exception failure)
        {
            // One broken piece of work must not end the process, and the storage still has it.
            EngineLog.WorkBroke(log, failure);
        }
        finally
        {
            counted.Dispose();
            End();
        }
    }

    private void End()
    {
        if (Interlocked.Decrement(ref _running) == 0)
            _allDone.TrySetResult();
    }
}
