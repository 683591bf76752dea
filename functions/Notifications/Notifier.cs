using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Notifications.Templates;

namespace ItsmServerless.Notifications;

/// <summary>Tells people of an event, each once.</summary>
public sealed class Notifier(
    Notices notices, Recipients recipients, MailDelivery mails, NoticeWriter writer, TeamsCards cards)
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
                await Try(() => mails.Hand(envelope, cancel), failures);
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

    private async Task Post(PublishedEvent published, Notice notice, string channel, CancellationToken cancel)
    {
        var written = await writer.For(published.Tenant, notice, [], cancel);
        await cards.Send(
            published.Tenant, channel, TeamsCard.Of(written.Content), $"{published.Id}/{notice.Kind}", cancel,
            new(published.Record, published.Sequence, published.At, notice.Kind));
    }
}
