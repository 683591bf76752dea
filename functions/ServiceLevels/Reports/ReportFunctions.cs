using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.ServiceLevels.Reports;

/// <summary>The service level report.</summary>
public sealed class ReportFunctions(Api api, ReportDesk desk, Kernel.Time.Clock clock)
{
    /// <summary>Reports how agreements were kept in a month, and what is owed.</summary>
    [Function("GetServiceLevelReport"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(ServiceLevelReport))]
    [Answers(200, typeof(string), MediaType = "text/csv"), Answers(200, typeof(string), MediaType = "text/html")]
    [Query("month", "As 2026-11; the running month when missing.")]
    [Query("timeZone", "The IANA time zone in which the month is meant; UTC when missing.")]
    [Query("format", "json, csv or html; what the Accept header prefers when missing.")]
    [Query("agreement", "The key of the only agreement that is wanted.")]
    [Query("view", "original for results before any recalculation; latest when missing.")]
    [Query("table", "Which table a csv has: rows, totals, breaches or credits; rows when missing.")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/service-levels/report")] HttpRequest request,
        CancellationToken cancel)
    {
        var question = ReportQuestion.Of(request, clock.Now);
        var report = question.Then(q => desk.Make(api.Caller(request), q, cancel));
        return await report.To(made => made.ToResult());
    }
}
