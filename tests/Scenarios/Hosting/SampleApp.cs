using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using ItsmServerless.Local;
using ItsmServerless.Local.Hosting;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>A small app with a function of every kind, to see what the runtime does with them.</summary>
public sealed class SampleApp(SampleApp.Diary diary, ServiceBusClient bus)
{
    /// <summary>What the functions note.</summary>
    public sealed class Diary
    {
        public ConcurrentQueue<string> Entries { get; } = [];
    }

    /// <summary>Starts it over a given account.</summary>
    public static Task<LocalHost> StartAsync(
        StorageScope scope, string data, bool manualClock = false, params Type[] more) =>
        LocalHost.StartAsync(
            () => new FunctionApp(
                FunctionCatalog.Of([typeof(SampleApp), .. more]),
                (worker, _) => worker.Services.AddSingleton<Diary>(),
                _ => false),
            new LocalOptions
            {
                Port = 0,
                Data = data,
                Storage = scope.ConnectionString,
                Prefix = scope.Prefix,
                ManualClock = manualClock,
                Seed = false,
            },
            overrides: services => services.AddLogging(logging => logging.ClearProviders()),
            say: null,
            CancellationToken.None);

    [Function("Echo")]
    public static async Task<IResult> EchoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "echo/{name:alpha}/{number:int?}")]
        HttpRequest request,
        string name, int? number, FunctionContext context, CancellationToken cancel)
    {
        using var body = new StreamReader(request.Body);
        return Results.Json(new
        {
            name,
            number,
            body = await body.ReadToEndAsync(cancel),
            sameRequest = context.GetHttpContext()!.Request == request,
        });
    }

    [Function("Length")]
    public static async Task<IResult> LengthAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "length")] HttpRequest request,
        CancellationToken cancel)
    {
        using var sink = new MemoryStream();
        await request.Body.CopyToAsync(sink, cancel);
        return Results.Json(sink.Length);
    }

    [Function("Else")]
    public static IResult Else(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request, string? path) =>
        Results.Text($"{request.Method} {path}", statusCode: StatusCodes.Status404NotFound);

    [Function("Send")]
    public async Task<IResult> SendAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "send/{text}")] HttpRequest request,
        string text, CancellationToken cancel)
    {
        await using var sender = bus.CreateSender("texts");
        await sender.SendMessageAsync(new ServiceBusMessage(text) { MessageId = text }, cancel);
        return Results.Accepted();
    }

    [Function("Receive")]
    public async Task ReceiveAsync(
        [ServiceBusTrigger("texts", "diary", Connection = "ServiceBus")] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, [DurableClient] DurableTaskClient client, CancellationToken cancel)
    {
        diary.Entries.Enqueue($"received {message.Body} {message.DeliveryCount}");
        if (message.Body.ToString() == "bad")
            throw new InvalidDataException("bad");
        if (message.Body.ToString() == "dead")
            await actions.DeadLetterMessageAsync(message, deadLetterReason: "Unreadable", cancellationToken: cancel);
        else
            await client.ScheduleNewOrchestrationInstanceAsync(
                "Shout", $"{message.Body}", new StartOrchestrationOptions($"shout-{message.Body}"), cancel);
    }

    [Function("Shout")]
    public static async Task<string> ShoutAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CreateTimer(TimeSpan.FromHours(2), CancellationToken.None);
        return await context.CallActivityAsync<string>("Upper", new Line(context.GetInput<string>()!));
    }

    [Function("Upper")]
    public string Upper([ActivityTrigger] Line line, string instanceId)
    {
        diary.Entries.Enqueue($"{instanceId} shouts {line.Text.ToUpperInvariant()}");
        return line.Text.ToUpperInvariant();
    }

    [Function("Tick")]
    public void Tick([TimerTrigger("0 */10 * * * *")] TimerInfo timer) =>
        diary.Entries.Enqueue(JsonSerializer.Serialize(new { tick = timer.IsPastDue }));

    /// <summary>What the activity is given.</summary>
    public sealed record Line(string Text);
}
