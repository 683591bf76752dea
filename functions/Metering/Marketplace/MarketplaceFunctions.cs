using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Metering.Marketplace;

/// <summary>Where time and the operator meet the export to the Azure Marketplace.</summary>
public sealed class MarketplaceFunctions(
    Api api, MarketplaceExport export, SubmissionBook book, SubmissionResend resend, Clock clock)
{
    /// <summary>Tells the Marketplace what hours that are over hold.</summary>
    [Function("ExportToMarketplace")]
    public Task Export([TimerTrigger("0 20 * * * *")] TimerInfo timer, CancellationToken cancel) => export.Run(cancel);

    /// <summary>Lists what the Azure Marketplace was told of tenants' usage, newest hour first.</summary>
    [Function("ListMarketplaceSubmissions"), Requires(Role.Operator), Answers(200, typeof(Page<Submission>))]
    [Query("state", "sending, sent, refused, lost or reconcile; all when missing.")]
    [Query("from", "The first day, in UTC; the six before to when missing."), Query("to", "The last day; today when missing.")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/operator/marketplace")] HttpRequest request, CancellationToken cancel) =>
        await SubmissionQuestion.Of(api, request, clock.Now).Then(q => book.List(q.State, q.From, q.To, q.Paging, cancel)).Page(request);

    /// <summary>Lets what the Azure Marketplace refused in the last 24 hours be told again with the next round.</summary>
    [Function("ResendMarketplaceSubmissions"), Requires(Role.Operator)]
    [Accepts(typeof(ResendSubmissions)), Answers(202, typeof(ResentSubmissions))]
    public async Task<IResult> Resend(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/operator/marketplace/resend")] HttpRequest request,
        CancellationToken cancel) =>
        await api.Bind<ResendSubmissions>(request).Then(command => resend.Resend(command, cancel)).Accepted();
}
