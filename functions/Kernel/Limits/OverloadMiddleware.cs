using ItsmServerless.Kernel.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ItsmServerless.Kernel.Limits;

/// <summary>Refuses what the process cannot hold, before it asks who sends it.</summary>
public sealed class OverloadMiddleware(Overload overload) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http || TrafficKinds.IsProbe(http.Request)) await next(context);
        else if (overload.TryEnter(TrafficKinds.OfAnybody(http.Request))) await Within(context, next);
        else await new ProblemAnswer(Overload.Refusal()).ExecuteAsync(http);
    }

    private async Task Within(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        finally
        {
            overload.Leave();
        }
    }
}
