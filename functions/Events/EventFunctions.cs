using Azure.Messaging.ServiceBus;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Kernel.Outbox;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Events;

/// <summary>The triggers of the practice.</summary>
public sealed class EventFunctions(Api api, Consumption consumption, EventNumbering numbering, EventFeed feed)
{
    /// <summary>Gives an event its number in the tenant.</summary>
    [Function("NumberEvent")]
    public Task Number(
        [ServiceBusTrigger(EventPublisher.Topic, "feed", Connection = "ServiceBus")] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, CancellationToken cancel) =>
        consumption.Take(message, actions, published => numbering.Take(published, cancel), cancel);

    /// <summary>Reads what happened in the tenant, oldest first; waits up to half a minute for what is to
    /// come.</summary>
    [Function("ReadEvents"), Waits, Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(EventPage))]
    [Query("after", "The sequence of the last event that is known, or latest; what is kept from the beginning without.")]
    [Query("types", "Types such as incident.resolved or incident.*, with commas between; all without.")]
    [Query("wait", "How long to wait when there is nothing: PT0S to PT30S; PT0S without.")]
    [Query("limit", "1 to 200; 50 by default.")]
    public async Task<IResult> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/events")] HttpRequest request,
        CancellationToken cancel) =>
        await EventQuestion.Of(api, request).Then(q => feed.Read(api.Caller(request).Tenant, q, cancel)).Ok();
}
