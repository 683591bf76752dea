using Microsoft.DurableTask;

namespace ItsmServerless.Local.Desk.Orchestrations;

/// <summary>What kind of thing happened in an orchestration.</summary>
internal enum EpisodeKind
{
    /// <summary>An activity was called.</summary>
    Activity,

    /// <summary>A timer was set.</summary>
    Timer,

    /// <summary>Another orchestration was called.</summary>
    SubOrchestration,

    /// <summary>An event came in.</summary>
    Event,

    /// <summary>Something was sent to another instance.</summary>
    Message,

    /// <summary>It was suspended, resumed, terminated, or something else happened to it.</summary>
    Control,
}

/// <summary>How a thing that happened came out.</summary>
internal enum EpisodeState
{
    /// <summary>It is not over.</summary>
    Open,

    /// <summary>It succeeded, or simply happened.</summary>
    Good,

    /// <summary>It failed.</summary>
    Bad,

    /// <summary>The orchestration ended first, or no longer waits for it.</summary>
    Left,
}

/// <summary>One line of a timeline.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Title">Its name.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When it was over; the same as <paramref name="From"/> for what happens at once.</param>
/// <param name="State">How it came out.</param>
internal sealed record Episode(
    EpisodeKind Kind, string Title, DateTimeOffset From, DateTimeOffset? To, EpisodeState State)
{
    /// <summary>Which attempt it is, from 1: the same call was made before and failed.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>When a timer is due.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>The other instance it is about.</summary>
    public string? Instance { get; init; }

    /// <summary>What it was given, as JSON.</summary>
    public string? Input { get; init; }

    /// <summary>What came of it, as JSON.</summary>
    public string? Result { get; init; }

    /// <summary>Why it failed.</summary>
    public TaskFailureDetails? Failure { get; init; }
}
