using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Changes;

/// <summary>The HTTP routes of looking back at changes.</summary>
public sealed class ReviewFunctions(Api api, ChangeReviews reviews, SuccessReport report)
{
    private const string Route = "v1/changes/{id}/review";

    /// <summary>Shows what a review begins with: times, tasks, incidents after the change, clocks they broke.</summary>
    [Function("GetChangeReview"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(ChangeReviewView))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string id, CancellationToken cancel) =>
        await reviews.Show(api.Caller(request), id, cancel).Ok();

    /// <summary>Looks back at a change that was made; the incidents that are named are linked to it.</summary>
    [Function("ReviewChange"), Requires(Role.Admin, Role.Manager, Role.Agent)]
    [Accepts(typeof(ReviewChange)), Answers(200, typeof(ChangeView))]
    public async Task<IResult> Review(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<ReviewChange>(request, change: true);
        var changed = command.Then(c => reviews.Review(c, id, cancel));
        return await changed.Ok(ChangeView.Of);
    }

    /// <summary>Shows how changes ended in a time, by type and by team.</summary>
    [Function("GetChangeSuccessRates"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(SuccessRates)), Query("from", "The first instant."), Query("to", "The first instant after.")]
    public async Task<IResult> Rates(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/changes/success-rates")] HttpRequest request,
        CancellationToken cancel)
    {
        var asked = CalendarQuestion.Of(request);
        var rates = asked.Then(time => report.Read(api.Caller(request).Tenant, time, cancel));
        return await rates.Ok();
    }
}
