using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>Where the policy says so, a decision by link on a high risk needs a code that is mailed apart
/// (security case D5).</summary>
public sealed partial class OneTimeCodeTests(ApprovalRig rig) : IClassFixture<ApprovalRig>
{
    [Fact]
    public async Task Decision_CountsWithTheCodeOfTheMail_WhichIsKeptNowhere()
    {
        var (ann, change, page) = await Asked();
        var second = await Confirm(page, "approve");
        Assert.Equal(2, (await rig.Mails(ann)).Count);
        var code = await CodeOf(ann);
        var without = await page.Send(second);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.Status);
        Assert.Contains("Please enter the six digits", without.Text, StringComparison.Ordinal);
        var wrong = await Enter(page, second, Other(code));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains("You have 4 more tries.", wrong.Text, StringComparison.Ordinal);
        var right = await Enter(page, ApproverPage.FieldsOf(wrong, "approve"), code);
        Assert.Contains("You approved this change", right.Text, StringComparison.Ordinal);
        await rig.Quiet();
        Assert.Equal("approved", await rig.StateOf(change));
        Assert.Equal(
            ["requested", "asked", "code_asked", "code_failed", "voted", "concluded"],
            (await rig.History(change)).Select(type => type["approval.".Length..]));
        Assert.DoesNotContain($"\"{code}\"", (await rig.Approvals(change)).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_IsWorthless_AfterFiveWrongOnes_AndAnotherCanBeAskedFor()
    {
        var (ann, change, page) = await Asked();
        var second = await Confirm(page, "reject");
        var code = await CodeOf(ann);
        for (var wrong = 0; wrong < 5; wrong++) await Enter(page, second, Other(code));
        Assert.Contains(
            "Too many wrong codes", (await Enter(page, second, code)).Text, StringComparison.Ordinal);
        await Another(page, second);
        await rig.Quiet();
        await Enter(page, second, await CodeOf(ann));
        await rig.Quiet();
        Assert.Equal("rejected", await rig.StateOf(change));
    }

    [Fact]
    public async Task Code_IsTooOld_AfterTenMinutes()
    {
        var (ann, _, page) = await Asked();
        var second = await Confirm(page, "approve");
        await rig.Advance(TimeSpan.FromMinutes(10));
        Assert.Contains(
            "This code is too old.", (await Enter(page, second, await CodeOf(ann))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tabs_AndTheBackButton_ShareOneCode_AndMakeOneVote()
    {
        var (ann, change, page) = await Asked();
        var (one, two) = (await Confirm(page, "approve"), await Confirm(page, "approve"));
        await Confirm(page, "approve");
        Assert.Equal(2, (await rig.Mails(ann)).Count);
        var code = await CodeOf(ann);
        Assert.Equal(HttpStatusCode.OK, (await Enter(page, two, code)).Status);
        Assert.Equal(
            (HttpStatusCode.Conflict, "already_decided"), ApproverPage.Refusal(await Enter(page, one, code)));
        await rig.Quiet();
        Assert.Single(await rig.History(change), type => type == "approval.voted");
    }

    [Fact]
    public async Task Code_OfAYes_IsNoneOfANo()
    {
        var (ann, change, page) = await Asked();
        await Confirm(page, "approve");
        var yes = await CodeOf(ann);
        var no = await Confirm(page, "reject");
        Assert.Equal(3, (await rig.Mails(ann)).Count);
        if (yes != await CodeOf(ann)) await Enter(page, no, yes);
        Assert.DoesNotContain("approval.voted", await rig.History(change));
    }

    [Fact]
    public async Task OtherCodes_AreSentOnceAMinute_AndFiveTimesInAll()
    {
        var (ann, _, page) = await Asked();
        var second = await Confirm(page, "approve");
        await Another(page, second);
        await rig.Quiet();
        Assert.Equal(2, (await rig.Mails(ann)).Count);
        for (var more = 0; more < 4; more++)
        {
            await rig.Advance(TimeSpan.FromMinutes(1));
            await Another(page, second);
        }
        await rig.Advance(TimeSpan.FromMinutes(1));
        var refused = await Another(page, second);
        Assert.Contains("No more codes can be sent", refused.Text, StringComparison.Ordinal);
        Assert.Equal(6, (await rig.Mails(ann)).Count);
    }

    [Fact]
    public async Task Decision_OnALowerRisk_OrWithACredential_NeedsNone()
    {
        var (_, low, page) = await Asked("low");
        Assert.Contains("You approved", (await page.Decide("approve")).Text, StringComparison.Ordinal);
        var (ann, high, _) = await Asked();
        using var key = await rig.KeyOf(ann);
        var votes = $"/v1/changes/{ApprovalRig.Id(high)}/votes";
        (await key.Post(votes, new { decision = "approve" })).Expect(HttpStatusCode.OK);
        await rig.Quiet();
        Assert.Equal(("approved", "approved"), (await rig.StateOf(low), await rig.StateOf(high)));
    }

    [Theory]
    [InlineData("de", "Code aus der E-Mail")]
    [InlineData("fr", "Code reçu par courriel")]
    [InlineData("es", "Código del correo")]
    public async Task Code_IsAskedForInTheLanguageOfTheApprover(string language, string label)
    {
        var ann = rig.Person("ann");
        await rig.Enter(ann, new { name = "Ann", language });
        await rig.AskForCode("high", ann);
        var page = await rig.PageOf(ann);
        var asked = WebUtility.HtmlDecode((await page.Decide("approve")).Text);
        Assert.Contains(label, asked, StringComparison.Ordinal);
    }

    private async Task<(string Ann, JsonElement Change, ApproverPage Page)> Asked(string impact = "high")
    {
        var ann = rig.Person("ann");
        var change = await rig.AskForCode(impact, ann);
        return (ann, change, await rig.PageOf(ann));
    }

    /// <summary>The fields of the form that asks once more; the code is on its way then.</summary>
    private async Task<Dictionary<string, string>> Confirm(ApproverPage page, string decision)
    {
        var asked = await page.Decide(decision);
        Assert.Equal(HttpStatusCode.OK, asked.Status);
        await rig.Quiet();
        return ApproverPage.FieldsOf(asked, decision);
    }

    private static Task<Answer> Enter(ApproverPage page, Dictionary<string, string> second, string code) =>
        page.Send(new(second) { ["code"] = code });

    private static Task<Answer> Another(ApproverPage page, Dictionary<string, string> second)
    {
        var fields = new Dictionary<string, string>(second) { ["another"] = "yes" };
        fields.Remove("confirm");
        return page.Send(fields);
    }

    private async Task<string> CodeOf(string person) => InMail((await rig.Mails(person))[^1]);

    internal static string InMail(JsonElement mail) =>
        Digits().Match(mail.GetProperty("text").GetString()!) is { Success: true } code
            ? code.Value
            : throw new InvalidOperationException("The last mail holds no code.");

    private static string Other(string code) => code == "000000" ? "000001" : "000000";

    [GeneratedRegex("(?<![-0-9])[0-9]{6}(?![0-9])", RegexOptions.None, 1000)]
    private static partial Regex Digits();
}
