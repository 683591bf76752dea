using Azure.Core;
using Azure.Core.Pipeline;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

/// <summary>Counts the calls of storage.</summary>
internal sealed class CountingPolicy : HttpPipelinePolicy
{
    private int _calls;

    /// <summary>How many there were.</summary>
    public int Calls => Volatile.Read(ref _calls);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The bus calls storage asynchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Interlocked.Increment(ref _calls);
        await ProcessNextAsync(message, pipeline);
    }
}
