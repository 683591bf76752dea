using Azure.Messaging.ServiceBus;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outbox;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Intake;

/// <summary>Where messages come in, and where they are taken up afterwards.</summary>
public sealed class IntakeFunctions(IntakeDoor door, Consumption consumption, MessageIntake intake)
{
    private const string Route = "in/{token}";
    private const string Reason = "The unguessable token in the path is the credential: senders cannot send another.";

    /// <summary>Takes a message in; it is read afterwards.</summary>
    [Function("Deliver"), Accepts(typeof(byte[]), MediaType = "message/rfc822"), Answers(202, typeof(DeliveryView))]
    [Answers(200, typeof(DeliveryView))]
    [Anonymous(Reason)]
    public async Task<IResult> Deliver(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        string token, CancellationToken cancel) =>
        await door.Accept(token, request, cancel).To(Delivery.Answer);

    /// <summary>The same for senders who choose what they send by how the URL ends.</summary>
    [Function("DeliverMime"), Accepts(typeof(byte[]), MediaType = "multipart/form-data"), Answers(202, typeof(DeliveryView))]
    [Answers(200, typeof(DeliveryView))]
    [Anonymous(Reason)]
    public async Task<IResult> DeliverMime(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/mime")] HttpRequest request,
        string token, CancellationToken cancel) =>
        await door.Accept(token, request, cancel).To(Delivery.Answer);

    /// <summary>Lets senders of CloudEvents ask whether they may send (abuse protection).</summary>
    [Function("AskToDeliver"), Anonymous(Reason), Answers(200)]
    public async Task<IResult> Ask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "options", Route = Route)] HttpRequest request,
        string token, CancellationToken cancel) =>
        await door.Ask(token, request, cancel).To(WebHookPermission.Answer);

    /// <summary>Takes an event in PagerDuty's shape; the routing key is the token of a source.</summary>
    [Function("EnqueueEvent"), Accepts(typeof(byte[])), Answers(202, typeof(PagerDutyAccepted))]
    [Answers(400, typeof(PagerDutyRefused))]
    [Anonymous("The unguessable routing key in the body is the credential: senders of PagerDuty's have no other.")]
    public async Task<IResult> Enqueue(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v2/enqueue")] HttpRequest request,
        CancellationToken cancel) =>
        await door.Enqueue(request, cancel).To(Delivery.Answer);

    /// <summary>Makes of a message what it is.</summary>
    [Function("TakeUpMessage")]
    public Task TakeUp(
        [ServiceBusTrigger(EventPublisher.Topic, "intake", Connection = "ServiceBus")]
        ServiceBusReceivedMessage message, ServiceBusMessageActions actions, CancellationToken cancel) =>
        consumption.Take(message, actions, heard => intake.On(heard, message.DeliveryCount, cancel), cancel);
}
