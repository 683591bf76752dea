using System.Net;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>A decision on a high risk is asked for once more before it counts.</summary>
public sealed class HighRiskTests(ApprovalRig rig) : IClassFixture<ApprovalRig>
{
    [Theory]
    [InlineData("approve")]
    [InlineData("reject")]
    public async Task Decision_OnAHighRisk_CountsWithTheSecondForm(string decision)
    {
        var (change, page) = await Asked("high");
        var again = await page.Send(await page.Form(decision, "Since it must be"));
        Assert.Equal(HttpStatusCode.OK, again.Status);
        await rig.Quiet();
        Assert.DoesNotContain("approval.voted", await rig.History(change));

        var second = ApproverPage.FieldsOf(again);
        Assert.Equal("Since it must be", second["comment"]);
        second["decision"] = decision;
        Assert.Equal(HttpStatusCode.OK, (await page.Send(second)).Status);
        await rig.Quiet();
        Assert.Single(await rig.History(change), type => type == "approval.voted");
        Assert.Equal(decision == "approve" ? "approved" : "rejected", await rig.StateOf(change));
    }

    [Fact]
    public async Task Confirmation_OfAYes_IsNoneOfANo()
    {
        var (change, page) = await Asked("high");
        var second = ApproverPage.FieldsOf(await page.Send(await page.Form("approve")));
        second["decision"] = "reject";
        var third = await page.Send(second);
        Assert.Equal(HttpStatusCode.OK, third.Status);
        Assert.Contains("Reject this high-risk change?", third.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("approval.voted", await rig.History(change));
    }

    [Fact]
    public async Task Confirmation_ThatWasMadeUp_AsksAgain()
    {
        var (change, page) = await Asked("high");
        var form = await page.Form("approve");
        form["confirm"] = "yes";
        Assert.Contains("name=\"confirm\"", (await page.Send(form)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("approval.voted", await rig.History(change));
    }

    [Theory]
    [InlineData("medium")]
    [InlineData("low")]
    public async Task Decision_OnALowerRisk_CountsAtOnce(string impact)
    {
        var (change, page) = await Asked(impact);
        Assert.Equal(HttpStatusCode.OK, (await page.Decide("approve")).Status);
        await rig.Quiet();
        Assert.Equal("approved", await rig.StateOf(change));
    }

    [Fact]
    public async Task BadLink_IsAnsweredTheSame_WhateverIsSentToIt()
    {
        var (_, page) = await Asked("high");
        var bad = page with { Path = page.Path[..^4] + "AAAA" };
        using var text = new StringContent("no form");
        var answers = new[]
        {
            await bad.Open(), await bad.Send(await page.Form("approve")), await rig.Browser.Post(bad.Path, text),
            await rig.Browser.Get("/approve/a"),
        };
        Assert.Equal([HttpStatusCode.Unauthorized], answers.Select(answer => answer.Status).Distinct());
        Assert.Single(answers.Select(answer => answer.Text).Distinct());
    }

    private async Task<(System.Text.Json.JsonElement Change, ApproverPage Page)> Asked(string impact)
    {
        var ann = rig.Person("ann");
        var change = await rig.Ask(impact, rig.Person("olga"), [PageChange.Stage("CAB", "any", ann)]);
        return (change, await rig.PageOf(ann));
    }
}
