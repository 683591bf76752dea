using Azure.Core;
using Azure.Core.Pipeline;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

/// <summary>Storage as a host sees it that dies at a call: that call and all later ones have no answer.</summary>
/// <param name="atCall">The call, counted from one.</param>
/// <param name="afterTheCall">The call still takes effect.</param>
internal sealed class DyingPolicy(int atCall, bool afterTheCall) : HttpPipelinePolicy
{
    private readonly TaskCompletionSource _happened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    /// <summary>Completes when the host is dead.</summary>
    public Task Happened => _happened.Task;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The bus calls storage asynchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var call = Interlocked.Increment(ref _calls);
        if (call < atCall || (call == atCall && afterTheCall))
            await ProcessNextAsync(message, pipeline);
        if (call < atCall)
            return;
        _happened.TrySetResult();
        throw new DiedException();
    }
}

/// <summary>Stands for the end of the process.</summary>
internal sealed class DiedException() : Exception("The host died here.");
