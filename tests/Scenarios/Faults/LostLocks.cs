using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ItsmServerless.Tests.Scenarios.Faults;

/// <summary>Of the messages that were handled, a share is delivered again, after others that came later: their lock was
/// lost before they were settled.</summary>
internal sealed class LostLocks(int seed, double share) : IFunctionsWorkerMiddleware
{
    private readonly Random _random = new(seed);
    private readonly Lock _drawing = new();

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        await next(context);
        if (IsOfBus(context) && Draw() < share) throw new InvalidOperationException("The lock was lost.");
    }

    private static bool IsOfBus(FunctionContext context) =>
        context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type == "serviceBusTrigger");

    private double Draw()
    {
        lock (_drawing) return _random.NextDouble();
    }
}
