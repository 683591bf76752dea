using Azure.Core;
using Azure.Core.Pipeline;

namespace ItsmServerless.Tests.Scenarios.Durable;

/// <summary>Counts the instances that are read, and those of them that have gone on.</summary>
internal sealed class WakingCounter : HttpPipelinePolicy
{
    private readonly Lock _lock = new();
    private int _read;

    /// <summary>How many have gone on.</summary>
    public int WentOn { get; private set; }

    /// <summary>The most that were read, or being read, at a time and had not gone on.</summary>
    public int MostRead { get; private set; }

    /// <summary>One that was read goes on.</summary>
    public void GoesOn()
    {
        lock (_lock)
            WentOn++;
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The engine does not block.");

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var isOfInstance = message.Request.Uri.Path.Contains("RowKey='instance'", StringComparison.Ordinal);
        if (isOfInstance && message.Request.Method == RequestMethod.Get)
            Read();
        return ProcessNextAsync(message, pipeline);
    }

    private void Read()
    {
        lock (_lock)
            MostRead = Math.Max(MostRead, ++_read - WentOn);
    }
}
