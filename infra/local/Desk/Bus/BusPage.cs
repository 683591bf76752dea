using ItsmServerless.Local.Desk.Markup;
using ItsmServerless.Local.ServiceBus;

namespace ItsmServerless.Local.Desk.Bus;

/// <summary>Queues and subscriptions with what waits in them, and the dead letters of all.</summary>
internal sealed class BusPage(DeskBus bus, Layout layout)
{
    private const string Section = "/bus";

    /// <summary>Shows it.</summary>
    public IResult Show(HttpContext http)
    {
        var body = Html.Of(
            $"""
            {Table()}
            {Elements.Section("Dead letters", DeadLetters(bus.DeadLetters()))}
            """);
        return layout.Page(http, Section, "Service Bus", body);
    }

    /// <summary>How much is where.</summary>
    public Html Table() => Elements.Table(
        ["Queue or subscription", "Active", "Locked", "Scheduled", "Deferred", "Dead-lettered"],
        [.. bus.Counts().Select(Row)],
        Html.Of($"There is no queue and no topic: no function is triggered by Service Bus."));

    private static Html[] Row(MailboxCounts counts) =>
    [
        Elements.Link(BusLinks.Mailbox(counts.Path), counts.Path),
        Html.Of($"{counts.Active}"),
        Html.Of($"{counts.Locked}"),
        Count(counts.Path, "scheduled", counts.Scheduled),
        Count(counts.Path, "deferred", counts.Deferred),
        counts.DeadLetters == 0
            ? Html.Of($"0")
            : Elements.Link(BusLinks.Mailbox(counts.Path, "dead"), Elements.Badge("bad", $"{counts.DeadLetters}")),
    ];

    private static Html Count(string path, string state, int count) => count == 0
        ? Html.Of($"0")
        : Elements.Link(BusLinks.Mailbox(path, state), Html.Of($"{count}"));

    private Html DeadLetters(IReadOnlyList<DeskBus.DeadLetter> letters)
    {
        var all = letters.Count > 1
            ? Html.Of(
                $"""
                <form method="post" action="/_local/bus/dead-letters/replay">
                <button data-confirm="Replay all of them?">Replay all</button></form>
                """)
            : Html.None;
        return Html.Of($"{all}{Table(letters)}");
    }

    private Html Table(IReadOnlyList<DeskBus.DeadLetter> letters) => Elements.Table(
        ["Queue or subscription", "Message", "Reason", "Deliveries", "Enqueued", ""],
        [.. letters.Select(letter => new[]
        {
            Html.Text(letter.Entity),
            Elements.Link(
                BusLinks.Message(letter.Entity, letter.Sequence, isDead: true), letter.Subject ?? letter.MessageId),
            Html.Of($"<b>{letter.Reason}</b><br>{letter.Description}"),
            Html.Of($"{letter.DeliveryCount}"),
            Moment.Of(letter.EnqueuedAt, layout.Now),
            Forms(letter.Entity, letter.Sequence),
        })],
        Html.Of($"No message is dead: every one was handled, or still waits for it."));

    /// <summary>What can be done to a dead letter.</summary>
    public static Html Forms(string entity, long sequence) => Html.Of(
        $"""
        <form method="post" action="/_local/bus/dead-letters/replay">
        <input type="hidden" name="entity" value="{entity}"><input type="hidden" name="sequence" value="{sequence}">
        <div class="buttons"><button>Replay</button>
        <button formaction="/_local/bus/dead-letters/delete" class="danger"
        data-confirm="Delete this message for good?">Delete</button></div></form>
        """);
}
