using Azure.Messaging.ServiceBus;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outbox;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Search;

/// <summary>The triggers of the practice.</summary>
public sealed class SearchFunctions(Api api, Consumption consumption, SearchIndexing indexing, SearchDesk desk)
{
    /// <summary>Lets a record be found as it is now.</summary>
    [Function("IndexRecord")]
    public Task Index(
        [ServiceBusTrigger(EventPublisher.Topic, "search", Connection = "ServiceBus")] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, CancellationToken cancel) =>
        consumption.Take(message, actions, published => indexing.Take(published, cancel), cancel);

    /// <summary>Finds incidents and changes by their words, newest update first; requesters find their own.</summary>
    [Function("Search"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Requester, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(Page<SearchHit>))]
    [Query("q", "Words that all have to be there: printer, print*, \"paper jam\"; -word must not be. Nothing is found without.")]
    [Query("types", "incident, change, or both with a comma between; both without.")]
    [Query("state", "A state, or open for all that are not closed or cancelled.")]
    [Query("limit", "1 to 200; 50 by default."), Query("cursor", "nextCursor of the page before.")]
    public async Task<IResult> Search(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/search")] HttpRequest request,
        CancellationToken cancel) =>
        await SearchQuestion.Of(api, request).Then(question => desk.Search(question, cancel)).Page(request);
}
