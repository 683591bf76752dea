using System.Collections.Immutable;
using System.Threading.Channels;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ItsmServerless.Kernel.Outbox;

/// <summary>The committed events of one command, ready to be published.</summary>
public sealed record Publication(TenantId Tenant, RecordId Record, string Practice, CommandId Command, ImmutableArray<StoredEvent> Events);

/// <summary>Publishes after the answer, off the request path. What it does not get to, the sweeper does.</summary>
public sealed partial class OutboxPump(
    EventPublisher publisher, Intents intents, Healing healing, ILogger<OutboxPump> logger) : BackgroundService
{
    private const int Workers = 8;
    private readonly Channel<Publication> waiting = Channel.CreateUnbounded<Publication>();
    private int underWay;

    /// <summary>Whether nothing is handed over that is not yet published.</summary>
    public bool IsIdle => Volatile.Read(ref underWay) == 0;

    /// <summary>Hands over what was just committed; returns at once.</summary>
    public void Hand(Publication publication)
    {
        Interlocked.Increment(ref underWay);
        if (!waiting.Writer.TryWrite(publication)) Interlocked.Decrement(ref underWay); // Stopping: the sweeper of the next start publishes.
    }

    /// <summary>Publishes; may be called again.</summary>
    /// <remarks>Of a record's first events nobody else can know before their list rows are written: they need no
    /// healing.
    /// </remarks>
    public async Task Publish(Publication publication, CancellationToken cancel)
    {
        if (publication.Events[0].Sequence > 1)
            await healing.Settle(publication.Tenant, publication.Record, publication.Events[^1].Sequence, cancel);
        await publisher.Publish(publication, cancel);
    }

    /// <summary>Stops taking, and publishes what was handed over before.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        waiting.Writer.TryComplete();
        if (ExecuteTask is { } running) await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await intents.TryFlush(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Work(stoppingToken)));

    private async Task Work(CancellationToken stopping)
    {
        await foreach (var publication in waiting.Reader.ReadAllAsync(stopping))
        {
            if (stopping.IsCancellationRequested) return; // Given up: the sweeper of the next start publishes the rest.
            await TryPublish(publication, stopping);
            Interlocked.Decrement(ref underWay);
        }
    }

    private async Task TryPublish(Publication publication, CancellationToken stopping)
    {
        try
        {
            await Publish(publication, stopping);
            intents.Done(publication.Command, publication.Record);
        }
        catch (Exception away) when (away is not OutOfMemoryException)
        {
            LogLeftToSweeper(logger, publication.Record, away); // The intent stays; whatever was wrong, the sweeper tries again.
        }
    }

    [LoggerMessage(2101, LogLevel.Warning, "Events of {Record} are left to the sweeper")]
    private static partial void LogLeftToSweeper(ILogger logger, RecordId record, Exception exception);
}
