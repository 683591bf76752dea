using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ItsmServerless.Local.Desk.Overview;

/// <summary>Notes when each function ran, since the host started, and how it came out.</summary>
internal sealed class FunctionRuns(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Run> _last = new(StringComparer.Ordinal);

    /// <summary>The latest run of a function.</summary>
    /// <param name="At">When it began, by the host's clock.</param>
    /// <param name="Count">How many runs there were.</param>
    /// <param name="Failures">How many of them failed.</param>
    /// <param name="Failure">What the latest failure said.</param>
    public sealed record Run(DateTimeOffset At, long Count, long Failures, string? Failure);

    /// <summary>The latest run of a function; <see langword="null"/> when it has not run.</summary>
    public Run? Last(string function) => _last.GetValueOrDefault(function);

    /// <summary>The outermost middleware.</summary>
    /// <remarks>An orchestrator's run is a replay, often left waiting for ever: it is counted, not awaited.</remarks>
    public FunctionExecutionDelegate Around(FunctionExecutionDelegate next) => context =>
    {
        var name = context.FunctionDefinition.Name;
        _last.AddOrUpdate(
            name,
            _ => new Run(time.GetUtcNow(), 1, 0, Failure: null),
            (_, before) => before with { At = time.GetUtcNow(), Count = before.Count + 1 });
        return IsOrchestrator(context) ? next(context) : NoteFailureAsync(name, next(context));
    };

    private static bool IsOrchestrator(FunctionContext context) => context.FunctionDefinition.InputBindings.Values
        .Any(binding => binding.Type.Equals("orchestrationTrigger", StringComparison.OrdinalIgnoreCase));

    private async Task NoteFailureAsync(string name, Task running)
    {
        try
        {
            await running;
        }
        catch (Exception failure)
        {
            _last.AddOrUpdate(
                name,
                _ => new Run(time.GetUtcNow(), 1, 1, failure.Message),
                (_, before) => before with { Failures = before.Failures + 1, Failure = failure.Message });
            throw;
        }
    }
}
