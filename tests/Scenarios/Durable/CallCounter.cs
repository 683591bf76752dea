using Azure.Core;
using Azure.Core.Pipeline;

namespace ItsmServerless.Tests.Scenarios.Durable;

/// <summary>Counts storage calls: those that renew a lease, and all others.</summary>
internal sealed class CallCounter : HttpPipelinePolicy
{
    private int _renewals;
    private int _others;

    public int Renewals => Volatile.Read(ref _renewals);

    public int Others => Volatile.Read(ref _others);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The engine does not block.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var isRenewal = message.Request.Headers.TryGetValue("x-ms-lease-action", out var action) && action == "renew";
        await ProcessNextAsync(message, pipeline);
        if (isRenewal)
            Interlocked.Increment(ref _renewals);
        else
            Interlocked.Increment(ref _others);
    }
}
