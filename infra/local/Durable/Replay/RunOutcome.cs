using ItsmServerless.Local.Durable.History;
using Microsoft.DurableTask;

namespace ItsmServerless.Local.Durable.Replay;

/// <summary>What a turn of the orchestrator's code came to.</summary>
/// <param name="Steps">The steps it took, in order.</param>
/// <param name="Cancelled">The timers it has cancelled so far.</param>
/// <param name="CustomStatus">The status it has set, if it has.</param>
/// <param name="End">How it ended; <see langword="null"/> while it waits.</param>
internal sealed record RunOutcome(
    IReadOnlyList<StepTaken> Steps, IReadOnlyList<int> Cancelled, CustomStatus? CustomStatus, RunEnd? End);

/// <summary>A custom status, which may be null to take it away.</summary>
internal sealed record CustomStatus(string? Text);

/// <summary>How a run ended.</summary>
internal abstract record RunEnd
{
    /// <summary>It returned.</summary>
    internal sealed record Returned(string? Output) : RunEnd;

    /// <summary>It threw, or could not be replayed.</summary>
    internal sealed record Threw(TaskFailureDetails Failure, Exception? Exception = null) : RunEnd;

    /// <summary>It starts over.</summary>
    internal sealed record StartsOver(string? Input, string? Version, IReadOnlyList<EventRaised> Carried) : RunEnd;
}
