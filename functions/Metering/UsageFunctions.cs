using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Metering;

/// <summary>The HTTP routes of usage and statements.</summary>
public sealed class UsageFunctions(Api api, UsageDesk usage, StatementDesk statements, Clock clock)
{
    /// <summary>Says what was used, by hour, day or month, and what it costs.</summary>
    [Function("GetUsage"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(UsageView))]
    [Query("from", "A time or a day, in UTC; the beginning of the month that to is in when missing.")]
    [Query("to", "The first time or day that is not in it; until now when missing.")]
    [Query("by", "hour (at most 31 days), day or month (366); day when missing.")]
    public async Task<IResult> Usage(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/usage")] HttpRequest request, CancellationToken cancel) =>
        await UsageQuestion.Of(request, clock.Now).Then(asked => usage.Read(api.Caller(request), asked, cancel)).Ok();

    /// <summary>Says what every tenant used in a month, and what it costs.</summary>
    [Function("GetOperatorUsage"), Requires(Role.Operator), Answers(200, typeof(Page<TenantUsage>))]
    [Query("month", "As 2026-11; the running month when missing.")]
    public async Task<IResult> OfAll(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/operator/usage")] HttpRequest request, CancellationToken cancel) =>
        await StatementQuestion.MonthOf(request, clock.Now).Then(month => api.Paging(request).Then(page => usage.Month(month, page, cancel))).Page(request);

    /// <summary>Shows what is owed for a month: as JSON, as a table to be saved, or as a page to be printed.</summary>
    /// <param name="month">As 2026-11.</param>
    [Function("GetStatement"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(Statement))]
    [Answers(200, typeof(string), MediaType = "text/csv"), Answers(200, typeof(string), MediaType = "text/html")]
    [Query("format", "json, csv or html; what the Accept header prefers when missing.")]
    public async Task<IResult> Statement(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/statements/{month}")] HttpRequest request,
        string month, CancellationToken cancel) =>
        await StatementQuestion.Of(request, month).Then(asked => asked.Answer(statements.Read(api.Caller(request).Tenant, asked.Month, cancel))).To(made => made);
}
