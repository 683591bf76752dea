using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Time;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace ItsmServerless.Kernel.Outbox;

/// <summary>Finishes what a crash left: writes the read models and publishes the events of commands that were
/// committed.</summary>
public sealed partial class Sweeper(Intents intents, RecordStore store, RecordKinds kinds, Projections projections, OutboxPump pump, Clock clock, ILogger<Sweeper> logger)
{
    /// <summary>An intent younger than this is most likely being worked on.</summary>
    private static readonly Duration Grace = Duration.FromSeconds(10);

    /// <summary>No command takes this long: an intent without events by then never was committed.</summary>
    private static readonly Duration Hopeless = Duration.FromMinutes(15);

    /// <summary>One pass; may run anywhere and twice.</summary>
    /// <param name="atStart">Whether the process just started: then what it left is taken up without grace.</param>
    public async Task Sweep(bool atStart, CancellationToken cancel)
    {
        var now = clock.Now;
        await foreach (var intent in intents.Before(atStart ? now : now - Grace, cancel)) await TryResolve(intent, now, cancel);
    }

    private async Task TryResolve(Intent intent, Instant now, CancellationToken cancel)
    {
        try
        {
            await Resolve(intent, now, cancel);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            LogUnresolved(logger, intent.Record, broken); // One record that cannot be finished must not hold up the others.
        }
    }

    private async Task Resolve(Intent intent, Instant now, CancellationToken cancel)
    {
        var command = await store.Command(intent.Tenant, intent.Record, intent.Command, cancel);
        if (command is not null) await Finish(intent, command, cancel);
        else if (now - intent.At > Hopeless) await intents.Remove(intent, cancel);
    }

    private async Task Finish(Intent intent, CommandRow command, CancellationToken cancel)
    {
        var events = await store.Events(intent.Tenant, intent.Record, 0, int.MaxValue, cancel);
        var kind = kinds.Of(intent.Record);
        await projections.Write(intent.Tenant, kind.Rebuild(intent.Record, events), cancel);
        await pump.Publish(new(intent.Tenant, intent.Record, kind.Practice, intent.Command, [.. events.Where(Made)]), cancel);
        await intents.Remove(intent, cancel);

        bool Made(StoredEvent stored) => stored.Sequence >= command.First && stored.Sequence <= command.Last;
    }

    [LoggerMessage(2102, LogLevel.Error, "The sweeper could not finish a command of {Record}; it tries again")]
    private static partial void LogUnresolved(ILogger logger, RecordId record, Exception exception);
}
