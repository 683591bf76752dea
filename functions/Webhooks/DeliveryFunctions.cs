using Azure.Messaging.ServiceBus;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outbox;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Webhooks;

/// <summary>The triggers of deliveries.</summary>
public sealed class DeliveryFunctions(
    Api api, DeliveryDesk desk, Consumption consumption, EventDispatch dispatch, DeliveryRetries retries)
{
    private const string Route = "v1/webhooks/{key}";

    /// <summary>Sends an event on its way to whoever wants it.</summary>
    [Function("DispatchEvent")]
    public Task Dispatch(
        [ServiceBusTrigger(EventPublisher.Topic, "webhooks", Connection = "ServiceBus")]
        ServiceBusReceivedMessage message, ServiceBusMessageActions actions, CancellationToken cancel) =>
        consumption.Take(message, actions, published => dispatch.On(published, cancel), cancel);

    /// <summary>Posts a delivery for the first time.</summary>
    [Function("PostDelivery")]
    public Task Post(
        [ServiceBusTrigger(DeliveryQueue.Queue, Connection = "ServiceBus")] ServiceBusReceivedMessage message,
        [DurableClient] DurableTaskClient client, CancellationToken cancel) =>
        retries.Begin(DeliveryReference.Of(message), client, cancel);

    /// <summary>Lists a webhook's deliveries, newest first.</summary>
    [Function("ListDeliveries"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(Page<DeliveryView>))]
    [Query("state", "pending, delivered, failed or discarded.")]
    [Query("limit", "1 to 200; 50 by default."), Query("cursor", "nextCursor of the page before.")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/deliveries")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var asked = DeliveryQuestion.Of(api, request);
        return await asked.Then(q => desk.List(q.Tenant, key, q.State, q.Paging, cancel)).Page(request);
    }

    /// <summary>Shows a delivery and its attempts.</summary>
    [Function("GetDelivery"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(DeliveryView))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/deliveries/{id}")] HttpRequest request,
        string key, string id, CancellationToken cancel) =>
        await desk.Get(api.Caller(request).Tenant, key, id, cancel).Ok();

    /// <summary>Posts a delivery again, with the same id and the same body.</summary>
    [Function("ReplayDelivery"), Requires(Role.Admin), Accepts(typeof(NoBody)), Answers(202, typeof(DeliveryView))]
    public async Task<IResult> Replay(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/deliveries/{id}/replay")]
        HttpRequest request, string key, string id, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request);
        return await command.Then(c => desk.Replay(key, id, c, cancel)).Accepted();
    }

    /// <summary>Posts the deliveries of a time again that failed or were discarded.</summary>
    [Function("ReplayDeliveries"), Requires(Role.Admin)]
    [Accepts(typeof(ReplayDeliveries)), Answers(202, typeof(ReplayedDeliveries))]
    public async Task<IResult> ReplayAll(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/replay")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<ReplayDeliveries>(request);
        return await command.Then(c => desk.Replay(key, c, cancel)).Accepted();
    }

    /// <summary>Posts a test at once and says what came of it; it is not tried again.</summary>
    [Function("TestWebhook"), Requires(Role.Admin), Accepts(typeof(NoBody)), Answers(200, typeof(DeliveryView))]
    public async Task<IResult> Test(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/test")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request);
        return await command.Then(c => desk.Test(key, c, cancel)).Ok();
    }
}
