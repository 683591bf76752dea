using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ItsmServerless.Kernel.Telemetry;

/// <summary>Opens a span for every invocation, as the child of the caller's <c>traceparent</c> (W3C Trace Context)
/// where there is one.</summary>
public sealed class TraceMiddleware : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        using var span = Start(context);
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        catch (Exception failure)
        {
            span.SetStatus(ActivityStatusCode.Error, failure.GetType().Name);
            throw;
        }
        finally
        {
            Meters.Invocations.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("function", context.FunctionDefinition.Name));
        }
    }

    /// <summary>A span even when nobody listens: its trace id goes into every answer.</summary>
    private static Activity Start(FunctionContext context)
    {
        var parent = context.GetHttpContext()?.Request.Headers.TraceParent.ToString() is { Length: > 0 } header ? header : context.TraceContext.TraceParent;
        var named = ActivityContext.TryParse(parent, null, isRemote: true, out var remote);
        var span = Meters.Source.StartActivity(context.FunctionDefinition.Name, ActivityKind.Server, remote);
        if (span is not null) return span;
        var unsampled = new Activity(context.FunctionDefinition.Name);
        if (named) unsampled.SetParentId(remote.TraceId, remote.SpanId, remote.TraceFlags);
        return unsampled.Start();
    }
}
