using ItsmServerless.Local.Desk.Markup;
using ItsmServerless.Local.Durable;

namespace ItsmServerless.Local.Desk.Orchestrations;

/// <summary>The instances that cannot go on, and why.</summary>
internal sealed class ParkedInstances(DurableEngine engine, Layout layout)
{
    /// <summary>How many there are.</summary>
    public int Count => engine.Parked.Count;

    /// <summary>A list of them; nothing when there is none.</summary>
    public Html Section() => Count == 0 ? Html.None : Elements.Section("Parked", Elements.Table(
        ["Id", "Reason", "Since"],
        [.. engine.Parked.Select(parked => new[]
        {
            Elements.Link(OrchestrationLinks.Page(parked.InstanceId), Elements.Id(parked.InstanceId)),
            Html.Text(parked.Reason),
            Moment.Of(parked.Since, layout.Now),
        })],
        Html.None));

    /// <summary>A notice for the page of one of them; nothing for others.</summary>
    public Html NoticeOf(string id) => engine.Parked.FirstOrDefault(parked => parked.InstanceId == id) is not { } parked
        ? Html.None
        : Html.Of(
            $"""
            <p class="notice bad">Parked {Moment.Relative(parked.Since, layout.Now)}: {parked.Reason}<br>
            It keeps its messages and is tried again at the next start. It may be terminated, and then purged.</p>
            """);
}
