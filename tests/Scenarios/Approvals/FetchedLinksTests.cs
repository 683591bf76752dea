using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>Programs that follow every link they find, in mails as text and as HTML and in Teams cards, and send every
/// form. Nothing moves.</summary>
/// <remarks>A program that reads the page and sends its form with the hidden field is a person's browser for all that can
/// be told; on a high risk it would meet a second form.</remarks>
public sealed partial class FetchedLinksTests(ApprovalRig rig, ITestOutputHelper output) : IClassFixture<ApprovalRig>
{
    private const int AtOnce = 8;

    /// <summary>What is sent without having read the page.</summary>
    private static readonly Func<HttpContent>[] Blind =
    [
        () => new FormUrlEncodedContent([]),
        () => Form(("decision", "approve")),
        () => Form(("decision", "approve"), ("comment", ""), ("proof", "")),
        () => Form(("decision", "reject"), ("proof", "proof"), ("confirm", "confirm")),
        () => new MultipartFormDataContent { { new StringContent("approve"), "decision" } },
        () => new StringContent("""{"decision":"approve"}""", null, "application/json"),
        () => new StringContent("decision=approve", null, "text/plain"),
    ];

    [Fact]
    public async Task EveryLink_OfEveryMailAndCard_IsFetched_AndNothingMoves()
    {
        var changes = await World();
        var before = await State(changes);
        var links = await Links();
        Assert.Contains(links, link => link.InCard && link.Path.StartsWith("/approve/", StringComparison.Ordinal));
        Assert.True(links.Count(link => !link.InCard) > changes.Length, "Links of mails that ask, remind and ask others.");
        var requests = links.SelectMany(link => ScannerTests.Scanners, (link, agent) => (link.Path, agent))
            .SelectMany(each => ScannerTests.Reading, (each, method) => (each.Path, each.agent, method)).ToList();
        await Parallel.ForEachAsync(
            requests, new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (each, _) => await Send(each.method, each.Path, each.agent));
        await rig.Quiet();
        Assert.Equal(before, await State(changes));
        output.WriteLine($"{links.Count} links, {requests.Count} requests");
    }

    [Fact]
    public async Task EveryLink_ThatIsPostedTo_ByWhoDidNotReadThePage_DecidesNothing()
    {
        var changes = await World();
        var before = await State(changes);
        var links = (await Links()).Select(link => link.Path).Distinct()
            .Where(path => path.StartsWith("/approve/", StringComparison.Ordinal)).ToList();
        foreach (var path in links.SelectMany(path => new[] { path, path + "?decision=approve" }))
            foreach (var content in Blind)
                Assert.InRange((int)await Send(HttpMethod.Post, path, ScannerTests.Scanners[0], content()), 400, 499);
        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete })
            Assert.InRange((int)await Send(method, links[0], ScannerTests.Scanners[0]), 404, 405);
        await rig.Quiet();
        Assert.Equal(before, await State(changes));
    }

    /// <summary>A form of one page is worth nothing at another, and neither is one of an earlier question.</summary>
    [Fact]
    public async Task Form_OfAnotherLink_DecidesNothing()
    {
        var (ann, bob) = (rig.Person("ann"), rig.Person("bob"));
        var change = await rig.Submit([ApprovalRig.Stage("all", ann, bob)]);
        var (one, other) = (await rig.PageOf(ann), await rig.PageOf(bob));
        var answer = await other.Send(await one.Form("approve"));
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_token"), ApproverPage.Refusal(answer));
        Assert.DoesNotContain("approval.voted", await rig.History(change));
    }

    /// <summary>Changes that are asked about, asked about again, passed on, asked about anew, and in their second
    /// stage.</summary>
    private async Task<JsonElement[]> World()
    {
        var (ann, eve) = (rig.Person("ann"), rig.Person("eve"));
        await CardTests.Enter(rig, ann, await CardTests.Channel(rig), "de");
        await CardTests.Enter(rig, eve, await CardTests.Channel(rig), "en");
        var (approvers, quorum) = (new[] { ann }, new { kind = "any" });
        var passedOn = await rig.Submit(
            [new { name = "CAB", approvers, quorum, timeout = "P1D", onTimeout = "escalate", escalateTo = new[] { eve } }]);
        var reminded = await rig.Submit([new { name = "CAB", approvers, quorum, timeout = "P3D", remindEvery = "P1D" }]);
        await rig.Advance(TimeSpan.FromDays(1));
        var edited = await rig.Submit([ApprovalRig.Stage("any", ann)]);
        (await rig.Admin.Send(
            HttpMethod.Patch, $"/v1/changes/{ApprovalRig.Id(edited)}", new { title = "Both" }, ifMatch: "*"))
            .Expect(HttpStatusCode.OK);
        var second = await rig.Submit([ApprovalRig.Stage("any", ann), ApprovalRig.Stage("all", ann, eve)]);
        Assert.Equal(HttpStatusCode.OK, (await (await rig.PageOf(ann)).Vote("approve")).Status);
        await rig.Quiet();
        return [passedOn, reminded, edited, second];
    }

    private async Task<string> State(JsonElement[] changes)
    {
        var all = await Task.WhenAll(changes.Select(async change =>
            (await rig.Approvals(change)).GetRawText() + (await rig.Read(change)).GetRawText()));
        return string.Join('\n', all);
    }

    private async Task<HttpStatusCode> Send(HttpMethod method, string path, string agent, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.TryAddWithoutValidation("User-Agent", agent);
        return await rig.Browser.StatusOf(request);
    }

    /// <summary>The paths of all links there are.</summary>
    private async Task<List<(string Path, bool InCard)>> Links()
    {
        var mails = await Items("/_local/mail", mail => $"{mail.GetProperty("text")} {mail.GetProperty("html")}");
        var cards = await Items("/_local/teams", card => card.GetRawText());
        return [.. mails.Select(path => (path, false)), .. cards.Select(path => (path, true))];
    }

    private async Task<IEnumerable<string>> Items(string list, Func<JsonElement, string> text)
    {
        var items = (await rig.Browser.Get(list)).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray();
        return items.SelectMany(item => Link().Matches(text(item))).Select(link => link.Groups["path"].Value).Distinct();
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    [GeneratedRegex(@"https?://[^/\s""<>\\]+(?<path>/[^\s""<>\\]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
