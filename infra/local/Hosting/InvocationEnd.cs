using System.Diagnostics.CodeAnalysis;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Local.Hosting;

/// <summary>When an invocation is given up: by its trigger, with the host, or after the <c>functionTimeout</c> of
/// <c>host.json</c>.</summary>
/// <remarks>
/// Giving up cancels <see cref="FunctionContext.CancellationToken"/> and waits: a function that does not look at it
/// goes on, where Azure ends its process. An orchestrator has no time limit, it waits for months.
/// https://learn.microsoft.com/azure/azure-functions/functions-host-json#functiontimeout
/// </remarks>
internal sealed class InvocationEnd(HostSettings settings, Drain drain, TimeProvider time)
{
    /// <summary>Runs an invocation with its token.</summary>
    /// <exception cref="TimeoutException">It took longer than a function may, and broke off.</exception>
    public async Task BoundAsync(LocalFunctionContext context, Func<Task> run)
    {
        using var limit = LimitFor(context.Function);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken, drain.GivenUp, limit.Token);
        context.EndWith(end.Token);
        try
        {
            await run();
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"Function {context.Function.Name} ran longer than functionTimeout, {settings.FunctionTimeout}.", late);
        }
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The caller disposes it.")]
    private CancellationTokenSource LimitFor(LocalFunction function) =>
        function.Trigger is OrchestrationTriggerAttribute || settings.FunctionTimeout is not { } limit
            ? new CancellationTokenSource()
            : new CancellationTokenSource(limit, time);
}
