using Azure.Core;
using Azure.Core.Pipeline;

namespace ItsmServerless.Tests.Scenarios.Kernel;

/// <summary>What a fault does to a storage call.</summary>
internal enum Fault
{
    None,
    /// <summary>The process dies before the call.</summary>
    DieBefore,
    /// <summary>The process dies after the call took effect.</summary>
    DieAfter,
    /// <summary>The call took effect, its answer is lost; the client tries again.</summary>
    LoseAnswer,
}

/// <summary>The process is gone: nothing after this may run.</summary>
internal sealed class ProcessDied : Exception;

/// <summary>Counts storage calls and lets one of them go wrong.</summary>
internal sealed class Faults : HttpPipelinePolicy
{
    private int calls;

    /// <summary>The call that goes wrong, counted from 1; 0 for none.</summary>
    public int At { get; set; }

    /// <summary>How it goes wrong.</summary>
    public Fault Kind { get; set; }

    /// <summary>The calls so far.</summary>
    public int Calls => Volatile.Read(ref calls);

    /// <summary>Counts anew, with another fault or none.</summary>
    public void Set(int at, Fault kind) => (calls, At, Kind) = (0, at, kind);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The product makes no blocking calls.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var call = Interlocked.Increment(ref calls);
        var dead = Kind is Fault.DieBefore or Fault.DieAfter && At > 0 && call > At;
        if (dead || (call == At && Kind == Fault.DieBefore)) throw new ProcessDied();
        await ProcessNextAsync(message, pipeline);
        if (call != At) return;
        if (Kind == Fault.DieAfter) throw new ProcessDied();
        if (Kind == Fault.LoseAnswer) throw new IOException("The answer was lost.");
    }
}
