using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>What making the change taught (post-implementation review; ISO/IEC 20000-1, 8.5.1.3).</summary>
/// <param name="Incidents">The ids of incidents that it caused; each is linked to it.</param>
public sealed record ReviewChange(string? Note, IReadOnlyList<string>? Incidents = null) : IBody<ReviewChange>
{
    private const int MostIncidents = 50;
    private const string IncidentPrefix = "inc";

    /// <summary>The incidents, each once.</summary>
    internal IReadOnlyList<RecordId> Caused => [.. (Incidents ?? []).Distinct().Select(RecordId.From)];

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(ReviewChange body) =>
    [
        .. ChangeFields.Reason("/note", body.Note),
        .. Check.Count("/incidents", body.Incidents, 0, MostIncidents),
        .. Check.Each("/incidents", body.Incidents, (at, value) => Check.That(
            RecordId.TryParse(IncidentPrefix, value, out _), at, "record", $"{at} is not the id of an incident.")),
    ];

    /// <summary>Once it is implemented, as often as there is something to say. It moves nothing.</summary>
    /// <param name="missing">The incidents that are none of this tenant.</param>
    public static Decision<ChangeEvent> Decide(Change change, ReviewChange body, IReadOnlyList<RecordId> missing)
    {
        if (change.State != ChangeState.Implemented)
            return new Problem(ProblemCode.InvalidTransition,
                $"The change is {Words<ChangeState>.Of(change.State)}; it can be reviewed while it is implemented.");
        return missing.Count > 0
            ? Problem.Validation([.. missing.Select(Unknown)])
            : new ChangeReviewed(body.Note!, body.Caused.Count > 0 ? body.Caused : null);
    }

    private static FieldError Unknown(RecordId incident) =>
        new("/incidents", "not_found", $"/incidents has {incident}; there is no such incident.");
}
