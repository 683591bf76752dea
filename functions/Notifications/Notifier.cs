using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using Microsoft.Extensions.Logging;

namespace ItsmServerless.Notifications;

/// <summary>Tells people of an event, each once.</summary>
public sealed partial class Notifier(
    Notices notices, Recipients recipients, MailComposer composer, SentMails sent, IMailTransport transport,
    TeamsCards cards, ILogger<Notifier> logger)
{
    /// <summary>Hands over every mail and card of the event that was not yet. Is called again after any
    /// failure.</summary>
    /// <exception cref="AggregateException">Some could not be handed over now; the others were.</exception>
    public async Task On(PublishedEvent published, CancellationToken cancel)
    {
        var failures = new List<Exception>();
        foreach (var notice in await notices.Of(published, cancel))
        {
            var told = await recipients.Of(published.Tenant, notice, cancel);
            foreach (var envelope in Envelope.Of(published, notice, told.People))
                await Try(() => Hand(envelope, cancel), failures);
            foreach (var channel in told.Channels) await Try(() => Post(published, notice, channel, cancel), failures);
        }
        if (failures.Count > 0)
            throw new AggregateException($"Notices of event {published.Id} are left for later.", failures);
    }

    private static async Task Try(Func<Task> hand, List<Exception> failures)
    {
        try
        {
            await hand();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            failures.Add(failure); // One that fails must not hold up the others; the bus delivers the event again.
        }
    }

    private Task Post(PublishedEvent published, Notice notice, string channel, CancellationToken cancel) => cards.Send(
        published.Tenant, channel, TeamsCard.Of(notice.Content), $"{published.Id}/{notice.Kind}", cancel);

    private async Task Hand(Envelope envelope, CancellationToken cancel)
    {
        using var message = composer.Compose(envelope);
        if (!await sent.Begin(envelope, cancel)) return;
        try
        {
            await transport.Send(message, cancel);
            await sent.Sent(envelope, cancel);
        }
        catch (MailRefusedException refusal)
        {
            LogRefused(logger, envelope.Cause.Record, envelope.Part, refusal.Recipients.Length);
            await sent.Refused(envelope, refusal, cancel);
        }
    }

    [LoggerMessage(6001, LogLevel.Warning, "Mail {Part} of {Record} was refused for {Count} recipients for good")]
    private static partial void LogRefused(ILogger logger, RecordId record, string part, int count);
}
