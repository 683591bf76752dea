using Azure.Core;
using Azure.Core.Pipeline;

namespace ItsmServerless.Local.Hosting;

/// <summary>Stands before every storage call of this host; once shut, as a kill -9 would, nothing passes any
/// more.</summary>
internal sealed class StorageGate : HttpPipelinePolicy
{
    private volatile bool _isShut;

    /// <summary>Lets nothing pass from now on.</summary>
    public void Shut() => _isShut = true;

    /// <inheritdoc/>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ObjectDisposedException.ThrowIf(_isShut, this);
        ProcessNext(message, pipeline);
    }

    /// <inheritdoc/>
    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ObjectDisposedException.ThrowIf(_isShut, this);
        return ProcessNextAsync(message, pipeline);
    }
}
