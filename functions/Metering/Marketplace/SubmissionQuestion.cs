using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace ItsmServerless.Metering.Marketplace;

/// <summary>Which submissions a list shows.</summary>
/// <param name="State">Null for all.</param>
/// <param name="To">The last day.</param>
public sealed record SubmissionQuestion(SubmissionState? State, LocalDate From, LocalDate To, Paging Paging)
{
    private const int Usual = 7;
    private const int Most = 31;

    /// <summary>Reads <c>state</c>, <c>from</c> and <c>to</c>; by default the last week.</summary>
    /// <returns>The question, or <c>invalid_parameter</c>: a day that is none, or a range that is too long or ends before
    /// it begins.</returns>
    public static Outcome<SubmissionQuestion> Of(Api api, HttpRequest request, Instant now)
    {
        if (QueryValues.Word<SubmissionState>(request, "state").IsRefused(out var badState, out var state)) return badState;
        if (QueryValues.Date(request, "from").IsRefused(out var badFrom, out var first)) return badFrom;
        if (QueryValues.Date(request, "to").IsRefused(out var badTo, out var last)) return badTo;
        var to = last ?? now.InUtc().Date;
        var from = first ?? to.PlusDays(1 - Usual);
        if (from > to) return new Problem(ProblemCode.InvalidParameter, "from is after to.");
        return Period.DaysBetween(from, to) >= Most
            ? new Problem(ProblemCode.InvalidParameter, $"from and to span more than {Most} days.")
            : api.Paging(request).Map(paging => new SubmissionQuestion(state, from, to, paging));
    }
}
