using System.Text.Json.Serialization;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>Somebody wants to know how the tenant's own incidents would have fared under another agreement. Nothing is
/// kept.</summary>
/// <param name="Agreement">The key of an agreement, as it applied to each incident; or a draft, which is taken for the
/// agreement since the report.</param>
/// <param name="Calendar">Another calendar than the agreement's: the key of one, in its newest version, or a
/// draft.</param>
/// <param name="From">The first instant of the reports that are meant.</param>
/// <param name="To">The first instant after them.</param>
/// <param name="Replaces">The key of the agreement that a draft is to replace, and is compared with.</param>
public sealed record AskWhatIf(
    [property: JsonConverter(typeof(KeyOrConverter<PutAgreement>))] KeyOr<PutAgreement>? Agreement,
    [property: JsonConverter(typeof(KeyOrConverter<PutCalendar>))] KeyOr<PutCalendar>? Calendar,
    Instant? From, Instant? To, string? Replaces = null) : IBody<AskWhatIf>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(AskWhatIf body) =>
    [
        .. Check.Present("/agreement", body.Agreement),
        .. body.Agreement?.Draft is { } draft ? Draft(draft, body.Calendar is not null) : [],
        .. body.Calendar?.Draft is { } calendar ? PutCalendar.Validate("/calendar", calendar) : [],
        .. Check.Present("/from", body.From),
        .. Check.Present("/to", body.To),
        .. Check.That(!(body.From >= body.To), "/to", "order", "/to is not after /from."),
        .. Check.That(
            !(body.From < Times.Earliest) && !(body.To > Times.Latest), "/from", "range",
            "/from and /to are times from the year 2000 to 2099."),
        .. Check.That(
            body.Replaces is null || body.Agreement?.Draft is not null, "/replaces", "not_allowed",
            "/replaces is for a draft; what has a key is compared with itself."),
    ];

    /// <summary>The calendar of a draft may be left out when another is given.</summary>
    private static IEnumerable<FieldError> Draft(PutAgreement draft, bool hasCalendar) =>
        from error in PutAgreement.Validate(draft)
        where !(hasCalendar && error is { Pointer: "/calendar", Code: "required" })
        select error with { Pointer = "/agreement" + error.Pointer };
}
