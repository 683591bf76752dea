using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.Clock;
using ItsmServerless.Local.ServiceBus;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

/// <summary>A bus over a table of its own, with a queue and a topic, and a clock that stands still.</summary>
internal sealed class TestBus : IAsyncDisposable
{
    public const string Queue = "work";
    public const string Topic = "events";

    private readonly StorageScope _scope;
    private readonly EntityOptions _options;
    private readonly Action<LocalServiceBus>? _declare;

    private TestBus(
        StorageScope scope,
        EntityOptions options,
        ManualClock clock,
        HttpPipelinePolicy? faults,
        Action<LocalServiceBus>? declare = null)
    {
        _declare = declare;
        _scope = scope;
        _options = options;
        Clock = clock;
        var settings = new TableClientOptions();
        if (faults is not null)
        {
            settings.Retry.MaxRetries = 0;
            settings.AddPolicy(faults, Azure.Core.HttpPipelinePosition.PerRetry);
        }
        var table = new TableClient(scope.ConnectionString, $"{scope.Prefix}bus", settings);
        Bus = new LocalServiceBus(table, clock, Quiescence, NullLogger<LocalServiceBus>.Instance);
        declare?.Invoke(Bus);
        Bus.DeclareQueue(Queue, options);
        Bus.DeclareSubscription(Topic, "first", options);
        Bus.DeclareSubscription(Topic, "second", options);
        Client = new LocalServiceBusClient(Bus, clock);
    }

    public ManualClock Clock { get; }

    public Quiescence Quiescence { get; } = new();

    public LocalServiceBus Bus { get; }

    public ServiceBusClient Client { get; }

    public ServiceBusSender Sender(string entity = Queue) => Client.CreateSender(entity);

    public ServiceBusReceiver Receiver(string path = Queue) => Client.CreateReceiver(path);

    public ServiceBusReceiver DeadLetters(string path = Queue) =>
        Client.CreateReceiver(path, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });

    /// <summary>A bus that runs.</summary>
    /// <param name="storage">Where.</param>
    /// <param name="options">How its queue, topic and subscriptions behave.</param>
    /// <param name="declare">What there is beside them, or what is to be otherwise; said again after a restart.</param>
    /// <param name="faults">What its storage calls go through.</param>
    public static async Task<TestBus> StartAsync(
        StorageFixture storage,
        EntityOptions? options = null,
        Action<LocalServiceBus>? declare = null,
        HttpPipelinePolicy? faults = null)
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var bus = new TestBus(storage.Scope(), options ?? EntityOptions.Default, clock, faults, declare);
        await bus.Bus.StartAsync(default);
        return bus;
    }

    /// <summary>A bus that is not started yet, over the table of a scope, with faults.</summary>
    public static TestBus Over(
        StorageScope scope, ManualClock clock, HttpPipelinePolicy? faults, Action<LocalServiceBus>? declare = null) =>
        new(scope, EntityOptions.Default, clock, faults, declare);

    /// <summary>Ends this bus as a kill -9 would and starts another over the same table.</summary>
    public async Task<TestBus> KillAndStartAsync()
    {
        await Bus.DisposeAsync();
        var next = new TestBus(_scope, _options, Clock, faults: null, _declare);
        await next.Bus.StartAsync(default);
        return next;
    }

    /// <summary>Receives without waiting: <see langword="null"/> when nothing is ready.</summary>
    public Task<ServiceBusReceivedMessage> ReceiveNowAsync(string path = Queue) =>
        Receiver(path).ReceiveMessageAsync(TimeSpan.Zero);

    /// <summary>The bodies of the ready messages, received and left locked.</summary>
    public async Task<string[]> BodiesAsync(string path = Queue)
    {
        var received = await Receiver(path).ReceiveMessagesAsync(maxMessages: 1000, TimeSpan.Zero);
        return [.. received.Select(message => message.Body.ToString())];
    }

    public Task AdvanceAsync(TimeSpan by) => Clock.AdvanceAsync(by, Quiescence, default);

    public async ValueTask DisposeAsync()
    {
        await Bus.DisposeAsync();
        await _scope.DisposeAsync();
    }
}
