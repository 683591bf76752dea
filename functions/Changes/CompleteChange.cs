using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>Making the change ended.</summary>
/// <param name="Outcome">A word of <see cref="ChangeOutcome"/>.</param>
public sealed record CompleteChange(string? Outcome, string? Note) : IBody<CompleteChange>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(CompleteChange body) =>
    [
        .. Check.Present("/outcome", body.Outcome),
        .. Check.OneOf("/outcome", body.Outcome, Words<ChangeOutcome>.All),
        .. ChangeFields.Reason("/note", body.Note),
    ];

    /// <summary>From implementing.</summary>
    public static Decision<ChangeEvent> Decide(Change change, CompleteChange body) => change.Move(
        ChangeState.Implemented, new ChangeCompleted(Words<ChangeOutcome>.Parse(body.Outcome)!.Value, body.Note!),
        ChangeState.Implementing);
}
