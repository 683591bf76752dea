using System.Net;
using Microsoft.Playwright;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>Every state of the approver's page: what it says, and that it fits every screen and can be read by day and
/// by night.</summary>
/// <remarks>With <c>ITSM_DOCS_PICTURES=1</c> the pictures of docs/approvals are made anew; the layout is looked at by
/// script of the driver, which the page itself may not run.</remarks>
public sealed class PageStateTests(PageWorld world) : IClassFixture<PageWorld>
{
    [Theory]
    [InlineData("low", "en", "open", "Nothing stands against this time.")]
    [InlineData("high", "de", "open-de", "Das Risiko ist hoch, deshalb fragen wir noch einmal nach.")]
    [InlineData("high", "fr", "open-fr", "Le risque est élevé")]
    [InlineData("high", "es", "open-es", "El riesgo es alto")]
    public async Task Open(string impact, string language, string state, string says)
    {
        var asked = await world.Ask(impact, language);
        await Look(asked, state, says);
    }

    [Fact]
    public async Task Open_WithAConflict()
    {
        var asked = await world.Ask();
        var freeze = new { name = "End of the quarter", from = "2027-03-01T00:00:00Z", until = "2027-03-05T00:00:00Z" };
        var put = await world.Rig.Admin.Send(HttpMethod.Put, "/v1/freezes/quarter", freeze);
        put.Expect(HttpStatusCode.OK);
        await Look(asked, "conflict", "Change freeze: quarter");
        await world.Rig.Admin.Send(
            HttpMethod.Put, "/v1/freezes/quarter", freeze with { until = "2027-03-02T00:00:00Z" }, ifMatch: "*");
    }

    [Fact]
    public async Task Confirm() =>
        await Look(await world.Ask("high"), "confirm", "Approve this high-risk change?", press: "Approve");

    [Fact]
    public async Task Confirm_WithACode() => await Look(
        await world.AskForCode(), "code", "A mail with six digits is on its way to", press: "Approve");

    [Fact]
    public async Task Confirm_WithAWrongCode() => await Look(
        await world.AskForCode(), "code-wrong", "Please enter the six digits from the mail.", press: "Reject",
        then: "Yes, reject");

    [Fact]
    public async Task Decided() => await Look(await world.Ask(), "approved", "You approved this change", press: "Approve");

    [Fact]
    public async Task Decided_Before()
    {
        var asked = await world.Ask();
        await Look(asked, "already-decided", "This attempt changed nothing.", press: "Reject", meanwhile: async () =>
            await new ApproverPage(world.Rig.Browser, new Uri(asked.Address).AbsolutePath).Vote("reject"));
    }

    [Fact]
    public async Task Invalid() => await Look(
        await world.Ask() with { Address = new Uri(world.Rig.Url, "/approve/altered").ToString() }, "invalid",
        "This link does not work");

    [Fact]
    public async Task Withdrawn()
    {
        var asked = await world.Ask();
        await Look(asked, "withdrawn", "The change was cancelled.", press: "Approve", meanwhile: () =>
            world.Rig.Admin.Post($"/v1/changes/{ApprovalRig.Id(asked.Change)}/cancel", new { reason = "No" }, ifMatch: "*"));
    }

    [Fact]
    public async Task Edited()
    {
        var asked = await world.Ask();
        await Look(asked, "edited", "The change has been edited", press: "Approve", meanwhile: () => world.Rig.Admin.Send(
            HttpMethod.Patch, $"/v1/changes/{ApprovalRig.Id(asked.Change)}", new { title = "Both" }, ifMatch: "*"));
    }

    [Fact]
    public async Task DecidedByOthers()
    {
        var asked = await world.Ask();
        await Look(asked, "others-decided", "It was decided without you.", press: "Approve", meanwhile: async () =>
            await (await world.Rig.PageOf(asked.Other)).Vote("reject"));
    }

    [Fact]
    public async Task PassedOn()
    {
        var asked = await world.Ask(onTimeout: "escalate");
        await Look(asked, "passed-on", "Others are asked now", press: "Approve", meanwhile: () =>
            world.Rig.Advance(TimeSpan.FromDays(3)));
        Assert.Equal("awaiting_approval", await world.Rig.StateOf(asked.Change));
    }

    [Fact]
    public async Task TakenBack()
    {
        var asked = await world.Ask();
        await new ApproverPage(world.Rig.Browser, new Uri(asked.Address).AbsolutePath).Vote("approve");
        using var ann = await world.Rig.KeyOf(asked.Approver);
        (await ann.Post($"/v1/changes/{ApprovalRig.Id(asked.Change)}/votes/withdraw")).Expect(HttpStatusCode.OK);
        await Look(asked, "taken-back", "Your vote by it was taken back");
    }

    [Fact]
    public async Task Left()
    {
        var asked = await world.Ask();
        await Look(asked, "left", "This ballot is void", press: "Reject", meanwhile: async () =>
        {
            await world.Rig.Enter(asked.Approver, new { name = "Ann Meyer", active = false });
            await world.Rig.Quiet();
        });
    }

    [Fact]
    public async Task WithAnError()
    {
        var asked = await world.Ask();
        await Look(asked, "error", "Your decision was not recorded", press: "Approve", fill: new string('\n', 3_000));
    }

    /// <summary>Opens the page, lets something happen meanwhile, presses a button, and looks at what is shown.</summary>
    private async Task Look(
        AskedPage asked, string state, string says, string? press = null, Func<Task>? meanwhile = null,
        string? fill = null, string? then = null)
    {
        await using var window = await world.Window();
        var page = await window.NewPageAsync();
        await page.GotoAsync(asked.Address);
        if (fill is not null) await page.Locator("textarea").FillAsync(fill);
        if (meanwhile is not null) await meanwhile();
        if (press is not null) await page.GetByRole(AriaRole.Button, new() { Name = press, Exact = true }).ClickAsync();
        if (then is not null) await page.GetByRole(AriaRole.Button, new() { Name = then, Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(says);
        var faults = new List<string>();
        foreach (var look in PageLook.All) faults.AddRange(await look.Faults(page, state));
        faults.AddRange(await PageLook.FaultsOfStructure(page, state));
        Assert.Empty(faults);
    }
}
