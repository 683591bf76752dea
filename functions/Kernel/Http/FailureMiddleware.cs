using Azure;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace ItsmServerless.Kernel.Http;

/// <summary>Turns what nobody expected into an answer without a stack trace. Failures of other triggers go on to the
/// runtime, which tries again.</summary>
public sealed partial class FailureMiddleware(ILogger<FailureMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception failure) when (context.GetHttpContext() is { Response.HasStarted: false })
        {
            await Answer(context.GetHttpContext()!, context.FunctionDefinition.Name, failure);
        }
    }

    private async Task Answer(HttpContext http, string function, Exception failure)
    {
        if (http.RequestAborted.IsCancellationRequested) return; // The caller is gone; nobody reads an answer.
        if (failure is BadHttpRequestException bad) await Write(http, TransportProblem(bad));
        else if (IsStorageAway(failure)) await Write(http, StorageAway(function, failure));
        else await Write(http, Bug(function, failure));
    }

    private static Task Write(HttpContext http, Problem problem)
    {
        http.Response.Clear();
        return new ProblemAnswer(problem).ExecuteAsync(http);
    }

    private static Problem TransportProblem(BadHttpRequestException bad) => bad.StatusCode == StatusCodes.Status413PayloadTooLarge
        ? new(ProblemCode.PayloadTooLarge, "The body is larger than the server takes.")
        : new(ProblemCode.InvalidParameter, "The request cannot be read.");

    private Problem StorageAway(string function, Exception failure)
    {
        LogStorageAway(logger, function, failure);
        return new(ProblemCode.StorageUnavailable, "Storage does not answer; make the same request again.") { RetryAfterSeconds = 2 };
    }

    private Problem Bug(string function, Exception failure)
    {
        LogFailed(logger, function, failure);
        return new(ProblemCode.Internal, "Something went wrong; the trace id finds it.");
    }

    /// <summary>After its own retries the client gives up: no connection (status 0), throttling, or a server
    /// error.</summary>
    private static bool IsStorageAway(Exception failure) => failure switch
    {
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } => true,
        AggregateException several => several.InnerExceptions.All(IsStorageAway),
        TaskCanceledException or TimeoutException => true,
        _ => false,
    };

    [LoggerMessage(1001, LogLevel.Error, "Function {Function} failed")]
    private static partial void LogFailed(ILogger logger, string function, Exception exception);

    [LoggerMessage(1002, LogLevel.Warning, "Function {Function} met storage that does not answer")]
    private static partial void LogStorageAway(ILogger logger, string function, Exception exception);
}
