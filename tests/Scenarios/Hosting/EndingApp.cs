using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Level = Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>Functions that wait until they may go on, or are told to break off.</summary>
public sealed class EndingApp(EndingApp.Gate gate, ServiceBusClient bus)
{
    [Function("Work")]
    public async Task<IResult> WorkAsync([HttpTrigger(Level.Anonymous)] HttpRequest request, CancellationToken cancel)
    {
        await gate.PassAsync("request", cancel);
        return Results.Text("done");
    }

    [Function("Quick")]
    public static IResult Quick([HttpTrigger(Level.Anonymous)] HttpRequest request) => Results.Ok();

    [Function("Send")]
    public async Task<IResult> SendAsync([HttpTrigger(Level.Anonymous)] HttpRequest request)
    {
        await using var sender = bus.CreateSender("work");
        await sender.SendMessageAsync(new ServiceBusMessage("work"));
        return Results.Accepted();
    }

    [Function("Receive")]
    public Task ReceiveAsync(
        [ServiceBusTrigger("work", Connection = "ServiceBus")] ServiceBusReceivedMessage message,
        FunctionContext context) =>
        gate.PassAsync($"delivery {message.DeliveryCount}", context.CancellationToken);

    /// <summary>Where functions wait.</summary>
    public sealed class Gate
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ConcurrentQueue<string> _notes = [];

        /// <summary>What came by, and what became of it.</summary>
        public IReadOnlyCollection<string> Notes => _notes;

        /// <summary>Completes when somebody waits.</summary>
        public Task Reached => _reached.Task;

        /// <summary>Lets everybody go on.</summary>
        public void Open() => _open.TrySetResult();

        /// <summary>Waits.</summary>
        public async Task PassAsync(string who, CancellationToken cancel)
        {
            _reached.TrySetResult();
            try
            {
                await _open.Task.WaitAsync(cancel);
                _notes.Enqueue($"{who} ended");
            }
            catch (OperationCanceledException)
            {
                _notes.Enqueue($"{who} broke off");
                throw;
            }
        }
    }
}
