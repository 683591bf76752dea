using System.Collections.Immutable;
using System.Text.Json;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>The first answer to a command where no event tells it: a refusal, or what was done beside
/// records.</summary>
/// <remarks>It is kept in the command's row, as text that only grows.</remarks>
internal sealed record KeptAnswer(string? Code, string? Detail, ImmutableArray<FieldError>? Errors, JsonElement? Value)
{
    /// <summary>The refusals that a record's state or its rules gave.</summary>
    /// <remarks>All others leave the key free: the request was not judged yet (rights, limits, preconditions, what is
    /// not there), or its refusal asks for the same request again.</remarks>
    private static readonly ImmutableHashSet<ProblemCode> Final =
    [
        ProblemCode.InvalidTransition, ProblemCode.AlreadyExists, ProblemCode.InUse, ProblemCode.AlreadyDecided,
        ProblemCode.RequestChanged, ProblemCode.NoPolicy, ProblemCode.PolicyUnmeetable, ProblemCode.Freeze,
        ProblemCode.ScheduleConflict, ProblemCode.OutsideMaintenanceWindow, ProblemCode.TasksOpen,
        ProblemCode.NoLongerPending, ProblemCode.TwoSecrets, ProblemCode.ValidationFailed,
    ];

    /// <summary>Of a command that changed nothing: the record as it was is answer enough.</summary>
    public static KeptAnswer Nothing { get; } = new(null, null, null, null);

    /// <summary>The refusal as it is kept; null when it is not.</summary>
    public static KeptAnswer? Of(Problem refusal) => Final.Contains(refusal.Code) && refusal.RetryAfterSeconds is null
        ? new(refusal.Code.ToText(), refusal.Detail, refusal.Errors, null)
        : null;

    /// <summary>The answer as it is kept; null when it is not.</summary>
    public static KeptAnswer? Of<T>(Outcome<T> answer) => answer.Match(
        value => new KeptAnswer(null, null, null, JsonSerializer.SerializeToElement(value, Json.Stored)),
        refusal => Of(refusal));

    /// <summary>The refusal; null when it was none.</summary>
    public Problem? Refusal => Code is null
        ? null
        : new(ProblemCodeText.Parse(Code), Detail!) { Errors = Errors ?? [] };

    /// <summary>What was done, or its refusal.</summary>
    public Outcome<T> As<T>() => Refusal is { } refusal ? refusal : Value!.Value.Deserialize<T>(Json.Stored)!;
}
