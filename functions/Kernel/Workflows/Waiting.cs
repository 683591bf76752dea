using Microsoft.DurableTask;

namespace ItsmServerless.Kernel.Workflows;

/// <summary>How orchestrations wait for the next step of a record.</summary>
internal static class Waiting
{
    /// <summary>Waits for a time, or for an event that comes before; for the event alone where there is no
    /// time.</summary>
    /// <remarks>Recorded histories are replayed through this: first the event, then the timer. Not CancelAsync, which
    /// would leave the orchestration's thread.</remarks>
    public static async Task Sleep(this TaskOrchestrationContext context, DateTimeOffset? until, string knock)
    {
        using var awake = new CancellationTokenSource();
        var knocked = context.WaitForExternalEvent<string?>(knock, awake.Token);
        var due = until is { } at ? context.CreateTimer(at.UtcDateTime, awake.Token) : knocked;
        await Task.WhenAny(due, knocked);
        Forget(awake);
    }

    private static void Forget(CancellationTokenSource waiting) => waiting.Cancel();
}
