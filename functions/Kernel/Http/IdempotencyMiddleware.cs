using System.Collections.Concurrent;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ItsmServerless.Kernel.Http;

/// <summary>Lets a request with an Idempotency-Key pass when no other of the tenant has that key under way
/// here.</summary>
/// <remarks>It spares callers a wait and costs no storage call. What is under way in another process meets in the
/// record's transaction: there one of them is committed, and both get its answer.</remarks>
public sealed class IdempotencyMiddleware : IFunctionsWorkerMiddleware
{
    private static readonly Problem UnderWay = new(
        ProblemCode.InProgress, "The first request with this Idempotency-Key is still at work.")
    {
        RetryAfterSeconds = 1,
    };

    private readonly ConcurrentDictionary<(TenantId, string), byte> keys = new();

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http || KeyOf(http) is not { } key) await next(context);
        else if (keys.TryAdd(key, 0)) await Within(key, context, next);
        else await new ProblemAnswer(UnderWay).ExecuteAsync(http);
    }

    private async Task Within((TenantId, string) key, FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        finally
        {
            keys.TryRemove(key, out _);
        }
    }

    /// <summary>Whose key it is, and which; null where there is none that counts.</summary>
    private static (TenantId, string)? KeyOf(HttpContext http) =>
        !HttpMethods.IsGet(http.Request.Method) && Authentication.TryCallerOf(http) is { Tenant: var tenant } &&
        RequestHeaders.IdempotencyKey(http.Request) is { Problem: null, Value.Value: { } key }
            ? (tenant, key)
            : null;
}
