using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>What making the change taught (post-implementation review; ISO/IEC 20000-1, 8.5.1.3).</summary>
public sealed record ReviewChange(string? Note) : IBody<ReviewChange>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(ReviewChange body) => ChangeFields.Reason("/note", body.Note);

    /// <summary>Once it is implemented, as often as there is something to say. It moves nothing.</summary>
    public static Decision<ChangeEvent> Decide(Change change, ReviewChange body) =>
        change.State == ChangeState.Implemented
            ? new ChangeReviewed(body.Note!)
            : new Problem(ProblemCode.InvalidTransition,
                $"The change is {Words<ChangeState>.Of(change.State)}; it can be reviewed while it is implemented.");
}
