using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.Playwright;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>The desk of the whole product, looked at and used in a real browser.</summary>
/// <remarks>Screenshots of every page are kept in <c>TestResults/desk</c> beside the test program.</remarks>
public sealed class DeskBrowserTests(Browser browser, DeskWorld world, DeskRig rig)
    : IClassFixture<Browser>, IClassFixture<DeskWorld>, IClassFixture<DeskRig>
{
    private (string Name, string Path, string Sees)[] Pages =>
    [
        ("overview", "", "Listening on"),
        ("functions", "/functions", "SweepDue"),
        ("orchestrations", "/orchestrations", world.WaitingId),
        ("orchestration", $"/orchestrations/{world.WaitingId}", "Timeline"),
        ("bus", "/bus", "unreadable"),
        ("bus-messages", $"/bus/messages?entity={Uri.EscapeDataString(world.DeadPath)}&state=dead", "unreadable"),
        ("bus-message", Dead, "<b>not an event</b>"),
        ("mail", "/mail", "boss@demo.example"),
        ("mail-one", $"/mail/{world.MailId}", "Message-Id"),
        ("teams", "/teams", "INC-000001 is overdue"),
        ("teams-one", $"/teams/{world.CardId}", "Open the incident"),
        ("webhooks", "/webhooks", "monitoring"),
        ("webhooks-one", $"/webhooks/{world.HookId}", "incident.reported"),
        ("clock", "/clock", "To the next due thing"),
        ("storage", "/storage", world.StoredRow.Table),
        ("storage-table", $"/storage/tables/{world.StoredRow.Table}", "rows on this page"),
        ("storage-row", Row, "PartitionKey"),
        ("storage-container", $"/storage/containers/{world.StoredBlob.Container}", world.StoredBlob.Name),
        ("storage-blob", Blob, "Download"),
        ("not-found", "/orchestrations/none", "There is no orchestration none"),
    ];

    private string Dead =>
        $"/bus/message?entity={Uri.EscapeDataString(world.DeadPath)}&sequence={world.DeadSequence}&dead=1";

    private string Row => $"/storage/tables/{world.StoredRow.Table}/row"
        + $"?partition={Uri.EscapeDataString(world.StoredRow.Partition)}"
        + $"&row={Uri.EscapeDataString(world.StoredRow.Row)}";

    private string Blob => $"/storage/containers/{world.StoredBlob.Container}/blob"
        + $"?name={Uri.EscapeDataString(world.StoredBlob.Name)}";

    [Fact]
    public async Task EveryPage_ShowsWhatItIsFor_FitsEveryScreen_AndCanBeReadInLightAndDark()
    {
        await using var window = await browser.WindowAsync(new BrowserNewContextOptions());
        var page = await window.NewPageAsync();
        var faults = Watch(page);
        foreach (var (name, path, sees) in Pages)
        {
            await page.GotoAsync($"{world.Host.Url}/_local{path}");
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync(sees);
            foreach (var look in Look.All)
                faults.AddRange(await look.FaultsAsync(page, name));
        }
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Look_FindsWhatIsTooWide_AndWhatIsTooFaint()
    {
        await using var window = await browser.WindowAsync(new BrowserNewContextOptions());
        var page = await window.NewPageAsync();
        await page.SetContentAsync("<p style='color: #999; background: #fff; width: 2000px'>faint</p><p>clear</p>");
        var faults = await Look.All[0].FaultsAsync(page, "faulty");
        Assert.Equal(["faulty desktop: 2.85 P faint", "faulty desktop: 728 pixels too wide"], faults);
    }

    [Fact]
    public async Task Timeline_OfAttempts_Timers_AndChildren_FitsEveryScreen()
    {
        await using var window = await browser.WindowAsync(new BrowserNewContextOptions());
        await rig.MarchAsync("march");
        var page = await window.NewPageAsync();
        var faults = Watch(page);
        await page.GotoAsync($"{rig.Host.Url}/_local/orchestrations/march");
        await Assertions.Expect(page.Locator(".timeline rect.bad")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".timeline")).ToContainTextAsync("attempt 2");
        foreach (var look in Look.All)
            faults.AddRange(await look.FaultsAsync(page, "timeline"));
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Orchestration_CanBeSentAnEvent_Suspended_Resumed_AndTerminated()
    {
        await using var window = await browser.WindowAsync(new BrowserNewContextOptions());
        var page = await window.NewPageAsync();
        var faults = Watch(page);
        page.Dialog += (_, asked) => _ = asked.AcceptAsync();
        await page.GotoAsync($"{world.Host.Url}/_local/orchestrations/{await world.SubmitChangeAsync()}");

        await page.GetByLabel("Event").FillAsync("NobodyWaitsForThis");
        await page.GetByLabel("Payload").FillAsync("{ \"by\": \"desk\" }");
        await page.GetByRole(AriaRole.Button, new() { Name = "Raise event" }).ClickAsync();
        await Says(page, "Event NobodyWaitsForThis was raised.");
        await Assertions.Expect(page.Locator(".timeline")).ToContainTextAsync("NobodyWaitsForThis");

        await page.GetByRole(AriaRole.Button, new() { Name = "Suspend" }).ClickAsync();
        await Says(page, "Suspended.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Says(page, "Resumed.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Terminate" }).ClickAsync();
        await Says(page, "Terminated.");
        await Assertions.Expect(page.Locator("main .badge").First).ToHaveTextAsync("Terminated");
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Clock_IsAdvanced_ByADuration_AndToWhatIsDueNext_WithoutScript()
    {
        await using var window = await browser.WindowAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });
        var page = await window.NewPageAsync();
        await page.GotoAsync($"{world.Host.Url}/_local/clock");
        var before = world.Host.Clock!.GetUtcNow();

        await page.GetByLabel("By").FillAsync("20 min");
        await page.GetByRole(AriaRole.Button, new() { Name = "Advance" }).ClickAsync();
        await Says(page, "The clock was advanced by 20 min");
        Assert.Equal(before.AddMinutes(20), world.Host.Clock.GetUtcNow());

        await page.GetByRole(AriaRole.Button, new() { Name = "To the next due thing" }).ClickAsync();
        await Says(page, "The clock was advanced by");
        Assert.True(world.Host.Clock.GetUtcNow() > before.AddMinutes(20));
    }

    [Fact]
    public async Task DeadLetter_IsReplayed_AndComesBackDead_AndCanBeDeleted()
    {
        await world.SendUnreadableAsync(world.DeadPath.Split('/')[0]);
        await using var window = await browser.WindowAsync(new BrowserNewContextOptions());
        var page = await window.NewPageAsync();
        var faults = Watch(page);
        page.Dialog += (_, asked) => _ = asked.AcceptAsync();
        await page.GotoAsync($"{world.Host.Url}/_local/bus");

        await page.GetByRole(AriaRole.Button, new() { Name = "Replay", Exact = true }).Last.ClickAsync();
        await Says(page, "Delivered again: 1 message.");
        await world.Host.WhenQuiet();
        await page.ReloadAsync();
        var count = await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).CountAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).Last.ClickAsync();
        await Says(page, "is deleted.");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Delete" })).ToHaveCountAsync(count - 1);
        Assert.Empty(faults);
    }

    private static Task Says(IPage page, string notice) =>
        Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync(notice);

    /// <summary>Collects what a person would find red in the developer tools; a page that says 404 may.</summary>
    private static List<string> Watch(IPage page)
    {
        var faults = new List<string>();
        page.PageError += (_, error) => faults.Add(error);
        page.RequestFailed += (_, request) => faults.Add($"{request.Url} {request.Failure}");
        page.Console += (_, said) =>
        {
            if (said.Type is "error" or "warning" && !said.Location.Contains("/orchestrations/none"))
                faults.Add($"{said.Text} at {said.Location}");
        };
        return faults;
    }
}
