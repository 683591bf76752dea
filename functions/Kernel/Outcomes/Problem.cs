using System.Collections.Immutable;

namespace ItsmServerless.Kernel.Outcomes;

/// <summary>One field that was refused: a JSON pointer (RFC 6901), a stable code, and a sentence naming the value and
/// the rule.</summary>
public sealed record FieldError(string Pointer, string Code, string Detail);

/// <summary>An expected refusal: a value, not an exception.</summary>
/// <param name="Code">Stable; callers switch on it.</param>
/// <param name="Detail">One sentence naming the value and the rule it broke.</param>
public sealed record Problem(ProblemCode Code, string Detail)
{
    private const int MostNamed = 10;

    /// <summary>The fields that were refused; empty when the request as a whole was.</summary>
    public ImmutableArray<FieldError> Errors { get; init; } = [];

    /// <summary>After how many whole seconds a retry makes sense; null when it does not.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>It does not exist, or it belongs to somebody else: the answer is the same.</summary>
    public static Problem NotFound(string what) => new(ProblemCode.NotFound, $"There is no {what}.");

    /// <summary>A move the state machine does not know, naming both states.</summary>
    public static Problem InvalidTransition(string what, string from, string to) =>
        new(ProblemCode.InvalidTransition, $"The {what} is {from}; it cannot become {to}.");

    /// <summary>Others use it, so it stays; names the first of them, and says how many there are.</summary>
    /// <param name="users">What callers know them by; there is at least one.</param>
    public static Problem InUse(string what, IReadOnlyList<string> users)
    {
        var named = users.Take(MostNamed).ToArray();
        var others = users.Count > named.Length ? $", and {users.Count - named.Length} more" : "";
        return new(ProblemCode.InUse, $"The {what} is used by {string.Join(", ", named)}{others}.")
        {
            Errors = [.. named.Select(user => new FieldError("", "in_use", user))],
        };
    }

    /// <summary>Fields out of range. There is at least one error.</summary>
    public static Problem Validation(params ImmutableArray<FieldError> errors) =>
        new(ProblemCode.ValidationFailed, errors.Length == 1 ? errors[0].Detail : $"{errors.Length} fields are not valid.") { Errors = errors };
}
