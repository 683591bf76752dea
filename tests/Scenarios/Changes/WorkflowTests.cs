using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Approvals;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Changes;

/// <summary>What the product does by itself for a change, from its approval to its close.</summary>
public sealed class WorkflowTests(ApprovalRig rig) : IClassFixture<ApprovalRig>
{
    [Fact]
    public async Task Change_FromItsApprovalOn_IsRemindedOf_Reviewed_AndEnds()
    {
        using var desk = await ChangeWriter.In(rig);
        var owner = rig.Person("olga");
        var change = await Approved(desk, owner, inDays: 3);
        await desk.Act(change, "schedule");
        await rig.Advance(TimeSpan.FromDays(2) + TimeSpan.FromMinutes(1));
        await rig.Advance(TimeSpan.FromDays(1));
        Assert.Equal(["change.approved", "change.scheduled", "change.reminded", "change.reminded"], await Since(desk, change));
        await desk.Act(change, "start");
        await desk.Act(change, "complete", new { outcome = "successful", note = "Done" });
        await rig.Quiet();
        for (var days = 0; days < 14; days++) await rig.Advance(TimeSpan.FromDays(1));
        await desk.Act(change, "review", new { note = "Good" });
        await desk.Act(change, "close");
        await rig.Quiet();

        string[] life =
        [
            "change.approved", "change.scheduled", "change.reminded", "change.reminded", "change.started",
            "change.completed", "change.review_opened", .. Enumerable.Repeat("change.review_chased", 5),
            "change.reviewed", "change.closed",
        ];
        Assert.Equal(life, await Since(desk, change));
        Assert.Equal(1 + 2 + 1 + 5, (await rig.Mails(owner)).Count); // Approved, reminded, opened, chased.
    }

    [Fact]
    public async Task Window_ThatPassesWithoutAStart_IsSaidOnce()
    {
        using var desk = await ChangeWriter.In(rig);
        var owner = rig.Person("olga");
        var change = await Approved(desk, owner, inDays: 0);
        await desk.Act(change, "schedule");
        await rig.Advance(TimeSpan.FromHours(4));
        await rig.Advance(TimeSpan.FromDays(7));
        Assert.Equal(["change.approved", "change.scheduled", "change.window_passed"], await Since(desk, change));
        Assert.Contains("nobody began", (await rig.Mails(owner))[^1].GetProperty("text").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_WhoseOrchestrationIsLost_MissesNoStep()
    {
        using var desk = await ChangeWriter.In(rig);
        var owner = rig.Person("olga");
        var change = await Approved(desk, owner, inDays: 3);
        await desk.Act(change, "schedule");
        await rig.Quiet();
        await rig.LoseWorkflows();
        await rig.Advance(TimeSpan.FromDays(2) + TimeSpan.FromMinutes(1));
        await rig.Advance(TimeSpan.FromDays(2));
        Assert.Equal(
            ["change.approved", "change.scheduled", "change.reminded", "change.reminded", "change.window_passed"],
            await Since(desk, change));

        await desk.Act(change, "start");
        await desk.Act(change, "complete", new { outcome = "failed", note = "Too late" });
        await rig.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("change.review_opened", (await Since(desk, change))[^1]);
        Assert.Equal(5, (await rig.Mails(owner)).Count);
    }

    private async Task<JsonElement> Approved(ChangeWriter desk, string owner, int inDays)
    {
        var start = rig.Now.AddDays(inDays).AddHours(1);
        var window = new { start = Text(start), end = Text(start.AddHours(2)) };
        var change = await desk.Approved(new { owner, window });
        await rig.Quiet();
        return change;
    }

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);

    /// <summary>What happened since the submission.</summary>
    private static async Task<string[]> Since(ChangeWriter desk, JsonElement change)
    {
        var timeline = await desk.Admin.Get($"{ChangeWriter.Path(change)}/timeline");
        return [.. timeline.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("type").GetString()!).Skip(2)];
    }
}
