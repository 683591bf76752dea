using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Kernel.Http;

/// <summary>Whether the process lives, and whether it can work.</summary>
public sealed class HealthFunctions(Tables tables)
{
    /// <summary>200 as long as the process answers.</summary>
    [Function("HealthLive"), Anonymous("Probes of the platform have no credential; the answer holds nothing.")]
    [Answers(200, typeof(Health))]
    public Task<IResult> Live(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest request) =>
        Task.FromResult<Outcome<Health>>(new Health("ok")).Ok();

    /// <summary>200 when storage answers, 503 when it does not.</summary>
    [Function("HealthReady"), Anonymous("Probes of the platform have no credential; the answer holds nothing.")]
    [Answers(200, typeof(Health))]
    public async Task<IResult> Ready(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/ready")] HttpRequest request,
        CancellationToken cancel)
    {
        await tables.Shared(TableNames.Pending).GetEntityIfExistsAsync<Azure.Data.Tables.TableEntity>("health", "probe", cancellationToken: cancel);
        return await Task.FromResult<Outcome<Health>>(new Health("ok")).Ok();
    }
}

/// <summary>The answer of a probe.</summary>
public sealed record Health(string Status);
