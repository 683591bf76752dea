using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.Desk.Markup;
using ItsmServerless.Local.Desk.Storage;

namespace ItsmServerless.Local.Desk.Bus;

/// <summary>The messages of one queue or subscription, and one of them with all it carries.</summary>
internal sealed class MessagesPage(DeskBus bus, Layout layout)
{
    private const string Section = "/bus";
    private const int PageSize = 100;

    private static readonly string[] States = ["active", "scheduled", "deferred", "dead"];

    /// <summary>Shows those of one state, oldest first.</summary>
    public IResult Show(HttpContext http)
    {
        var entity = http.Request.Parameter("entity");
        if (!bus.Has(entity))
            return layout.NotFound(http, Section, $"There is no queue or subscription {entity}.");
        var state = States.Contains(http.Request.Parameter("state")) ? http.Request.Parameter("state") : "active";
        _ = long.TryParse(http.Request.Parameter("from"), out var from);
        var messages = bus.Messages(entity, state, from, PageSize);
        var body = Html.Of(
            $"""
            <nav class="tabs" aria-label="State">{States.Select(one => Tab(entity, one, state))}</nav>
            {Table(entity, state, messages)}{More(entity, state, messages)}
            """);
        return layout.Page(http, Section, entity, body);
    }

    /// <summary>Shows one message; 404 when it is not there any more.</summary>
    public IResult ShowOne(HttpContext http)
    {
        var entity = http.Request.Parameter("entity");
        var isDead = http.Request.Parameter("dead") == "1";
        if (!long.TryParse(http.Request.Parameter("sequence"), out var sequence)
            || !bus.Has(entity) || bus.Find(entity, sequence, isDead) is not { } message)
            return layout.NotFound(http, Section, "That message is not there any more: it was handled meanwhile.");
        var body = Html.Of(
            $"""
            <p>In {Elements.Link(BusLinks.Mailbox(entity, isDead ? "dead" : ""), entity)}</p>
            {(isDead ? BusPage.Forms(entity, sequence) : Html.None)}
            {Elements.Section("Message", Facts(message))}
            {Elements.Section("Application properties", Properties(message))}
            {Elements.Section("Body", Body(message))}
            """);
        return layout.Page(http, Section, message.Subject ?? message.MessageId ?? $"Message {sequence}", body);
    }

    private static Html Body(ServiceBusReceivedMessage message) =>
        CellValue.Content(message.Body.ToArray());

    private Html Table(
        string entity, string state, IReadOnlyList<ServiceBusReceivedMessage> messages) => Elements.Table(
        ["Sequence", "Subject", "Message id", "Enqueued", "Deliveries", state == "dead" ? "Reason" : "Due"],
        [.. messages.Select(message => new[]
        {
            Html.Of($"{message.SequenceNumber}"),
            Elements.Link(
                BusLinks.Message(entity, message.SequenceNumber, state == "dead"), message.Subject ?? "(no subject)"),
            Elements.Id(message.MessageId),
            Moment.Of(message.EnqueuedTime, layout.Now),
            Html.Of($"{message.DeliveryCount}"),
            state == "dead" ? Html.Text(message.DeadLetterReason) : Due(message),
        })],
        Html.Of($"No message is {(state == "dead" ? "dead-lettered" : state)} here."));

    private Html Due(ServiceBusReceivedMessage message) => message.ScheduledEnqueueTime > DateTimeOffset.UnixEpoch
        ? Moment.Of(message.ScheduledEnqueueTime, layout.Now)
        : Html.None;

    private static Html Tab(string entity, string state, string current)
    {
        var name = state == "dead" ? "Dead-lettered" : char.ToUpperInvariant(state[0]) + state[1..];
        return state == current
            ? Html.Of($"<a aria-current=\"page\" href=\"{BusLinks.Mailbox(entity, state)}\">{name}</a>")
            : Html.Of($"<a href=\"{BusLinks.Mailbox(entity, state)}\">{name}</a>");
    }

    private static Html More(string entity, string state, IReadOnlyList<ServiceBusReceivedMessage> messages) =>
        messages.Count < PageSize ? Html.None : Html.Of(
            $"""
            <nav class="pager" aria-label="Pages">
            <a href="{BusLinks.Mailbox(entity, state)}&amp;from={messages[^1].SequenceNumber + 1}">Newer →</a></nav>
            """);

    private Html Facts(ServiceBusReceivedMessage message) => Elements.Facts(
        new (string Name, Html Value)[]
        {
            ("Message id", Html.Text(message.MessageId)),
            ("Sequence", Html.Of($"{message.SequenceNumber}")),
            ("State", Html.Text(message.State.ToString())),
            ("Enqueued", Moment.Of(message.EnqueuedTime, layout.Now)),
            ("Due", Due(message)),
            ("Deliveries", Html.Of($"{message.DeliveryCount}")),
            ("Dead because", Html.Text(message.DeadLetterReason)),
            ("Description", Html.Text(message.DeadLetterErrorDescription)),
            ("Content type", Html.Text(message.ContentType)),
            ("Correlation id", Html.Text(message.CorrelationId)),
            ("Session", Html.Text(message.SessionId)),
            ("Reply to", Html.Text(message.ReplyTo)),
        }.Where(fact => !fact.Value.IsEmpty));

    private static Html Properties(ServiceBusReceivedMessage message) => Elements.Table(
        ["Name", "Type", "Value"],
        [.. message.ApplicationProperties.Select(one => new[]
        {
            Html.Text(one.Key),
            Html.Text(one.Value?.GetType().Name),
            Html.Text(Convert.ToString(one.Value, System.Globalization.CultureInfo.InvariantCulture)),
        })],
        Html.Of($"It has none."));
}
