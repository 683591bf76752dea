using Azure.Core;
using Azure.Core.Pipeline;

namespace ItsmServerless.Tests.Scenarios.Durable;

/// <summary>
/// Lets so many storage calls through and then none, as if the process had been killed at that point.
/// </summary>
/// <param name="after">The number of the call that kills; 0 never does.</param>
/// <param name="isBeforeTheCall">Whether the killing call still reaches the storage.</param>
internal sealed class KillSwitch(int after, bool isBeforeTheCall) : HttpPipelinePolicy
{
    private readonly TaskCompletionSource _killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    /// <summary>Completes when the call has come that kills.</summary>
    public Task Killed => _killed.Task;

    /// <summary>The call that killed.</summary>
    public string At { get; private set; } = "nowhere";

    /// <summary>How many calls there were.</summary>
    public int Calls => Volatile.Read(ref _calls);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The engine does not block.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var call = Interlocked.Increment(ref _calls);
        if (after != 0 && (call > after || (call == after && isBeforeTheCall)))
            throw Kill(message);
        await ProcessNextAsync(message, pipeline);
        if (after != 0 && call >= after)
            throw Kill(message);
    }

    private HostKilledException Kill(HttpMessage message)
    {
        if (_killed.TrySetResult())
            At = $"call {after}, {message.Request.Method} {message.Request.Uri}";
        return new HostKilledException();
    }
}

/// <summary>What the code of a killed process sees: it never gets an answer.</summary>
internal sealed class HostKilledException() : Exception("The host was killed at this storage call.");
