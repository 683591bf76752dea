using Azure.Messaging.ServiceBus;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outbox;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Intake;

/// <summary>Where messages come in, and where they are taken up afterwards.</summary>
public sealed class IntakeFunctions(IntakeDoor door, Consumption consumption, MessageIntake intake)
{
    /// <summary>Takes a message in; it is read afterwards.</summary>
    [Function("Deliver"), Accepts(typeof(byte[]), MediaType = "message/rfc822"), Answers(202, typeof(DeliveryView))]
    [Anonymous("The unguessable token in the path is the credential: mail systems cannot send another.")]
    public async Task<IResult> Deliver(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "in/{token}")] HttpRequest request,
        string token, CancellationToken cancel) =>
        await door.Accept(token, request, cancel).Accepted();

    /// <summary>Makes of a message what it is.</summary>
    [Function("TakeUpMessage")]
    public Task TakeUp(
        [ServiceBusTrigger(EventPublisher.Topic, "intake", Connection = "ServiceBus")]
        ServiceBusReceivedMessage message, ServiceBusMessageActions actions, CancellationToken cancel) =>
        consumption.Take(message, actions, published => intake.On(published, cancel), cancel);
}
