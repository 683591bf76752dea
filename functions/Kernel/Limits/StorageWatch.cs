using Azure.Core;
using Azure.Core.Pipeline;

namespace ItsmServerless.Kernel.Limits;

/// <summary>Sees how fast storage answers, and lets consumers of events make so many calls at the same time and no
/// more: what is worked off must not take storage from those who wait for an answer.</summary>
/// <remarks>Calls are counted, not handlers: one that waits for another, or for a mail server, uses nothing.</remarks>
public sealed class StorageWatch(LimitSettings settings, ConcurrencyBound bound, TimeProvider time)
    : HttpPipelinePolicy, IDisposable
{
    private static readonly AsyncLocal<bool> IsConsumer = new();
    private readonly SemaphoreSlim turns = new(settings.ConsumerCalls, settings.ConsumerCalls);

    /// <summary>From here on, what the caller of this does is done for a consumer.</summary>
    public static void BeginConsumer() => IsConsumer.Value = true;

    /// <inheritdoc/>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        ProcessNext(message, pipeline);

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (!IsConsumer.Value)
        {
            await Watch(message, pipeline);
            return;
        }
        await turns.WaitAsync(message.CancellationToken);
        try
        {
            await Watch(message, pipeline);
        }
        finally
        {
            turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turns.Dispose();

    /// <summary>Refusals of an account that is throttled are fast, and say nothing of how fast it works.</summary>
    private async ValueTask Watch(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var begun = time.GetTimestamp();
        await ProcessNextAsync(message, pipeline);
        if (message.Response.Status < 500) bound.Saw(time.GetElapsedTime(begun));
    }
}
