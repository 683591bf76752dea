using Azure.Messaging.ServiceBus;
using ItsmServerless.Kernel.Outbox;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Metering;

/// <summary>Where events and time meet metering.</summary>
public sealed class MeteringFunctions(
    Consumption consumption, UsageMeter meter, StorageMeasure storage, StatementDesk statements, UsageSweep sweep)
{
    /// <summary>Counts a unit.</summary>
    [Function("MeterEvent")]
    public Task Meter(
        [ServiceBusTrigger(EventPublisher.Topic, "metering", Connection = "ServiceBus")]
        ServiceBusReceivedMessage message, ServiceBusMessageActions actions, CancellationToken cancel) =>
        consumption.Take(message, actions, published => meter.On(published, cancel), cancel);

    /// <summary>Measures what is stored.</summary>
    [Function("MeasureStorage")]
    public Task Measure([TimerTrigger("0 5 * * * *")] TimerInfo timer, CancellationToken cancel) => storage.All(cancel);

    /// <summary>Closes the month before, when late units no longer count for it.</summary>
    [Function("CloseStatements")]
    public Task Close([TimerTrigger("0 20 0 * * *")] TimerInfo timer, CancellationToken cancel) => statements.CloseAll(cancel);

    /// <summary>Forgets units that can no longer come again.</summary>
    [Function("SweepUsage")]
    public Task Sweep([TimerTrigger("0 40 1 * * *")] TimerInfo timer, CancellationToken cancel) => sweep.All(cancel);
}
