using System.Security.Cryptography;
using System.Text.Json.Serialization;
using ItsmServerless.Local.Durable.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Local.Durable.Instances;

/// <summary>An instance between two turns: all that is known of it without its history.</summary>
internal sealed record InstanceState
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string Version { get; init; } = string.Empty;

    public OrchestrationRuntimeStatus Status { get; init; } = OrchestrationRuntimeStatus.Pending;

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Before this it does not begin.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>The number of its run; continue-as-new begins the next.</summary>
    /// <remarks>The first is drawn, so that an answer to an instance of the same id before it reaches nobody.</remarks>
    public int Execution { get; init; } = 1;

    /// <summary>How many runs there were, this one included.</summary>
    public int Runs { get; init; } = 1;

    /// <summary>How many turns the history of this run has.</summary>
    public int Turns { get; init; }

    /// <summary>Whether a turn of this run is too long for its row.</summary>
    public bool HasLongTurns { get; init; }

    /// <summary>Whether the code of this run has run.</summary>
    public bool HasRun { get; init; }

    public bool IsSuspended { get; init; }

    public ParentLink? Parent { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public TaskFailureDetails? Failure { get; init; }

    /// <summary>The steps it waits for, in order.</summary>
    public IReadOnlyList<OpenStep> Open { get; init; } = [];

    /// <summary>Steps to be done before the next turn, in order: what goes to other instances.</summary>
    public IReadOnlyList<Errand> Outbox { get; init; } = [];

    /// <summary>Events the run before did not process.</summary>
    public IReadOnlyList<EventRaised> Carried { get; init; } = [];

    /// <summary>The newest messages of other instances it took, so that one sent twice is taken once.</summary>
    public IReadOnlyList<string> Seen { get; init; } = [];

    [JsonIgnore]
    public string? Input { get; init; }

    [JsonIgnore]
    public string? Output { get; init; }

    [JsonIgnore]
    public string? CustomStatus { get; init; }

    /// <summary>Whether messages may wait for it while it has nothing to do.</summary>
    [JsonIgnore]
    public bool KeepsInbox => IsSuspended || !HasRun;

    /// <summary>When it has to do something by itself, if nothing comes before.</summary>
    [JsonIgnore]
    public DateTimeOffset? WakesAt => IsSuspended ? null : HasRun ? Open.Min(step => step.Due) : StartAt;

    /// <summary>A number for the first run of a new instance.</summary>
    public static int DrawExecution() => RandomNumberGenerator.GetInt32(1, 50_000_000);

    /// <summary>Whether it came to an end, good or bad.</summary>
    [JsonIgnore]
    public bool HasEnded => Status is OrchestrationRuntimeStatus.Completed
        or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
}

/// <summary>Who waits for a sub-orchestration, and at which step of which run.</summary>
internal sealed record ParentLink(string Name, string InstanceId, int Execution, int StepId);

/// <summary>A step that waits for its answer.</summary>
/// <param name="Due">When a timer fires.</param>
/// <param name="Child">The instance of a sub-orchestration.</param>
internal sealed record OpenStep(int Id, DateTimeOffset? Due = null, string? Child = null);

/// <summary>A step to be done, and the run that took it.</summary>
internal sealed record Errand(int Execution, HistoryEvent Step);
