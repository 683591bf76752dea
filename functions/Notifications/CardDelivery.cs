using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Metering;
using ItsmServerless.Notifications.Sent;
using ItsmServerless.Tenants;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace ItsmServerless.Notifications;

/// <summary>Posts cards that wait, each once.</summary>
public sealed partial class CardDelivery(
    TeamsChannels channels, WorkflowPost workflow, SentCards sent, TeamsCards cards, UsageMeter meter, ILogger<CardDelivery> logger)
{
    /// <summary>With the waits below, about a day.</summary>
    private const int MostTries = 100;

    private static readonly Duration FirstWait = Duration.FromSeconds(10);
    private static readonly Duration LongestWait = Duration.FromMinutes(15);
    private static readonly Duration LongestAsked = Duration.FromHours(1);

    /// <summary>Posts the card unless it was; a channel that cannot take it now is asked again by the bus.</summary>
    public async Task Deliver(CardMessage card, CancellationToken cancel)
    {
        if (!await sent.Begin(card, cancel)) return;
        var result = await Post(card, cancel);
        if (result.Reason is null) await Done(card, cancel);
        else if (result.IsRetried && card.Tries < MostTries)
            await cards.Again(card, Wait(card.Tries, result.After), cancel);
        else await Refuse(card, result.Reason, cancel);
    }

    /// <summary>As long as the channel asks for, within reason; else longer each time.</summary>
    internal static Duration Wait(int tries, Duration? asked) => asked is { } after
        ? Duration.Min(Duration.Max(after, Duration.FromSeconds(1)), LongestAsked)
        : Duration.Min(FirstWait * Math.Pow(2, Math.Min(tries, 10)), LongestWait);

    private async Task<PostResult> Post(CardMessage card, CancellationToken cancel) =>
        await channels.Address(card.Tenant, card.Channel, cancel) is { } address
            ? await workflow.Post(address, card.Card, card.Id, cancel)
            : PostResult.Never("There is no such channel, or its address is not allowed any more.");

    /// <summary>Counts it, then marks it: a crash between counts it once all the same.</summary>
    private async Task Done(CardMessage card, CancellationToken cancel)
    {
        if (card.About is { } about) await meter.Count(card.Tenant, Dimensions.Notifications, $"card/{card.Id}", about.At, cancel);
        await sent.Sent(card, cancel);
    }

    private async Task Refuse(CardMessage card, string reason, CancellationToken cancel)
    {
        LogRefused(logger, card.Tenant, card.Channel, card.Id, reason);
        await sent.Refused(card, reason, cancel);
    }

    [LoggerMessage(6002, LogLevel.Warning, "Card {Card} was not taken by {Tenant}'s channel {Channel}: {Reason}")]
    private static partial void LogRefused(ILogger logger, TenantId tenant, string channel, string card, string reason);
}
