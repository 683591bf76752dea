using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ItsmServerless.Tests.Scenarios.Durable;

/// <summary>Loses one storage call, or its answer, and lets all others through.</summary>
/// <param name="at">The number of the call.</param>
/// <param name="isBeforeTheCall">Whether the call itself is lost, or only the answer to it.</param>
internal sealed class FaultSwitch(int at, bool isBeforeTheCall) : HttpPipelinePolicy
{
    private int _calls;

    /// <summary>The call that was lost; <see langword="null"/> when there were fewer.</summary>
    public string? Lost { get; private set; }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The engine does not block.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var isLost = Interlocked.Increment(ref _calls) == at;
        if (!isLost || !isBeforeTheCall)
            await ProcessNextAsync(message, pipeline);
        if (!isLost)
            return;
        Lost = $"call {at}, {message.Request.Method} {message.Request.Uri}";
        throw new RequestFailedException(0, "The connection was lost.");
    }
}
