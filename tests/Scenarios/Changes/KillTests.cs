using ItsmServerless.Tests.Scenarios.Hosting;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Changes;

/// <summary>Main job 6 for changes: the host is killed at random moments of every step of thirty changes, from their
/// submission to their close, and started again over its data.</summary>
/// <remarks>At other moments: <c>ITSM_KILL_SEED</c>.</remarks>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Changes = 30;

    private static readonly int Seed =
        int.TryParse(Environment.GetEnvironmentVariable("ITSM_KILL_SEED"), out var seed) ? seed : 2026;

    private static readonly string[] Life =
    [
        "drafted", "submitted", "approved", "scheduled", "reminded", "started", "completed", "review_opened",
        "review_chased", "reviewed", "closed",
    ];

    private static readonly string[] Approval =
        ["requested", "asked", "voted", "asked", "voted", "concluded"];

    [Fact]
    public async Task Killed_OnEveryStep_EachChangeEndsOnce_AndEachIsToldOnce()
    {
        await using var product = await ProductProcess.StartAsync("--clock", "manual");
        var batch = await ChangeBatch.Write(product, Changes, new Random(Seed));
        await batch.Each("submit");
        await batch.Each("votes", new { decision = "approve" }, ChangeBatch.Ann);
        await batch.Each("votes", new { decision = "approve" }, ChangeBatch.Bob);
        await batch.Each("schedule");
        await batch.Until(-TimeSpan.FromHours(2)); // The reminder of the last day.
        await batch.Each("start");
        await batch.Each("complete", new { outcome = "successful", note = "Done" });
        await batch.Until(TimeSpan.FromHours(47)); // The review is asked for again.
        await batch.Each("review", new { note = "Good" });
        await batch.Each("close");

        foreach (var change in batch.Changes)
        {
            var life = (await batch.Types(change, "timeline", "items")).Select(type => type!["change.".Length..]);
            Assert.Equal(Life, life);
            var approval = (await batch.Types(change, "approvals", "history")).Select(type => type!["approval.".Length..]);
            Assert.Equal(Approval, approval);
        }
        await AssertToldOnce(batch);
    }

    private async Task AssertToldOnce(ChangeBatch batch)
    {
        var all = await batch.Mails();
        var mails = all.DistinctBy(mail => mail.Id).ToList();
        Assert.Equal(Changes, mails.Count(mail => mail.To == ChangeBatch.Ann));
        Assert.Equal(Changes, mails.Count(mail => mail.To == ChangeBatch.Bob));
        foreach (var owner in Enumerable.Range(0, Changes).Select(ChangeBatch.Owner))
        {
            var told = mails.Where(mail => mail.To == owner).Select(mail => mail.Text).ToList();
            Assert.Equal(1 + 1 + 1 + 1, told.Count); // Approved, reminded, review, chased.
            Assert.Equal(told.Count, told.Distinct().Count());
        }
        output.WriteLine($"{batch.Kills} kills; {mails.Count} mails, {all.Length - mails.Count} of them handed over twice");
    }
}
