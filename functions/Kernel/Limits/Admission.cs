using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Kernel.Limits;

/// <summary>What the limits say of a request.</summary>
/// <param name="Refusal">Null when it may go on.</param>
/// <param name="Policy">The header of the policies.</param>
/// <param name="Left">The header of what is left.</param>
/// <param name="Place">What it holds until its end; null when it was refused.</param>
public sealed record Admission(Problem? Refusal, string Policy, string Left, IDisposable? Place) : IDisposable
{
    /// <summary>Puts the headers on the answer, whoever writes it.</summary>
    public void Announce(HttpResponse response) => response.OnStarting(Write, (response, this));

    /// <summary>Gives its place to another.</summary>
    public void Dispose() => Place?.Dispose();

    private static Task Write(object state)
    {
        var (response, admission) = ((HttpResponse, Admission))state;
        response.Headers[RateLimitHeaders.PolicyName] = admission.Policy;
        response.Headers[RateLimitHeaders.LeftName] = admission.Left;
        return Task.CompletedTask;
    }
}
