using Azure.Core;
using Azure.Core.Pipeline;

namespace ItsmServerless.Tests.Benchmarks.Durable;

/// <summary>Counts the calls to the storage, every try of each.</summary>
internal sealed class CallCounter : HttpPipelinePolicy
{
    private int _calls;

    /// <summary>How many there were.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <inheritdoc/>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        ProcessNext(message, pipeline);

    /// <inheritdoc/>
    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Interlocked.Increment(ref _calls);
        return ProcessNextAsync(message, pipeline);
    }
}
