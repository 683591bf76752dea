using ItsmServerless.Local.Desk.Bus;
using ItsmServerless.Local.Desk.Captures;
using ItsmServerless.Local.Desk.Mails;
using ItsmServerless.Local.Desk.Markup;
using ItsmServerless.Local.Desk.Orchestrations;
using ItsmServerless.Local.Desk.Time;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Local.Desk.Overview;

/// <summary>What is running, at a glance, with a way to everything else.</summary>
internal sealed class OverviewPage(
    DeskOrchestrations orchestrations,
    DeskBus bus,
    DeskDue due,
    DeskMailStore mails,
    CaptureStore captures,
    MailsPage mailsPage,
    ClockPage clockPage,
    ParkedInstances parked,
    HostFacts facts,
    FunctionsPage functions,
    Layout layout)
{
    private const int MostCounted = 5000;
    private const int Few = 5;

    /// <summary>Shows it.</summary>
    public async Task<IResult> ShowAsync(HttpContext http)
    {
        var stop = http.RequestAborted;
        var found = await orchestrations.ListAsync(OrchestrationFilter.Any, MostCounted, stop);
        var sent = await mails.ListAsync(to: null, stop);
        var cards = await captures.ListAsync(CaptureKinds.Card, stop);
        var hooks = await captures.ListAsync(CaptureKinds.Hook, stop);
        var body = Html.Of(
            $"""
            <div class="tiles">{Tiles(found)}{ParkedTile()}{BusTiles()}
            {Tile("/mail", sent.Count, "mails", "plain")}{Tile("/teams", cards.Count, "Teams cards", "plain")}
            {Tile("/webhooks", hooks.Count, "webhooks", "plain")}</div>
            {Elements.Section("This host", facts.Draw())}
            {Elements.Section("Due next", clockPage.Table(due.Next(Few)))}
            {Elements.Section("Latest mail", mailsPage.Table(sent.Reverse().Take(Few)))}
            {Elements.Section("What starts by itself", functions.ThatStartByThemselves())}
            <p><a href="/_local/functions">All functions</a></p>
            """);
        return layout.Page(http, "", "Overview", body);
    }

    private static Html Tiles(DeskOrchestrations.Window found)
    {
        var counts = found.Instances.CountBy(instance => instance.RuntimeStatus).ToDictionary();
        var shown = StatusBadge.All.Where(status =>
            counts.ContainsKey(status) || status is OrchestrationRuntimeStatus.Running);
        var more = found.IsCut ? "+" : "";
        return Html.Join(shown.Select(status => Tile(
            $"/orchestrations?status={status}", counts.GetValueOrDefault(status),
            $"orchestrations {status.ToString().ToLowerInvariant()}{more}", StatusBadge.Kind(status))));
    }

    private Html ParkedTile() =>
        parked.Count == 0 ? Html.None : Tile("/orchestrations", parked.Count, "orchestrations parked", "bad");

    private Html BusTiles()
    {
        var all = bus.Counts();
        var (waiting, dead) = (all.Sum(one => one.Active + one.Locked), all.Sum(one => one.DeadLetters));
        return Html.Of(
            $"""
            {Tile("/bus", waiting, "messages active", "plain")}
            {Tile("/bus", all.Sum(one => one.Scheduled), "messages scheduled", "plain")}
            {Tile("/bus", dead, "dead letters", dead > 0 ? "bad" : "plain")}
            """);
    }

    private static Html Tile(string path, int count, string what, string kind) => Html.Of(
        $"<a class=\"tile {kind}\" href=\"/_local{path}\"><b>{count}</b> {what}</a>");
}
