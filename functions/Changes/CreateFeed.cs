using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>A calendar program is to read the calendar of changes.</summary>
/// <param name="Name">Who or what reads it, to know later what to revoke.</param>
public sealed record CreateFeed(string? Name) : IBody<CreateFeed>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(CreateFeed body) =>
        ChangeFields.Line("/name", body.Name, 128, required: true);

    /// <summary>A feed begins once; the same request again finds it.</summary>
    public static Decision<CalendarFeedEvent> Decide(CalendarFeed? existing, CalendarFeedCreated created) =>
        existing is null ? created : Decision<CalendarFeedEvent>.Nothing;
}
