using System.Diagnostics;
using System.Net;
using System.Text.Json;
using ICU4N.Text;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Search;

/// <summary>Search as callers use it.</summary>
public sealed class SearchApiTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task Record_IsFoundByTitleDescriptionCommentAndNumber()
    {
        using var admin = await desk.TenantAsync();
        var incident = await admin.Report(new { title = "Der Drucker brennt", description = "Im Flur, seit gestern früh" });
        await admin.Report(new { title = "Anderes" });
        await Comment(admin, incident, "Toner getauscht", "public");
        await Awaited(admin, "toner", count: 1);

        foreach (var query in new[] { "DRUCKER", "fruh", "druck*", "\"drucker brennt\"", "flur toner", NumberOf(incident), "drucker -anderes" })
            Assert.Equal(IncidentApi.IdOf(incident), IncidentApi.IdOf(Assert.Single(await Find(admin, query))));
        foreach (var query in new[] { "\"brennt drucker\"", "drucker anderes", "drucker -toner", "druc" })
            Assert.Empty(await Find(admin, query));
        var hit = Assert.Single(await Find(admin, "drucker toner"));
        Assert.Equal(["title", "comments"], hit.GetProperty("foundIn").EnumerateArray().Select(place => place.GetString()));
        var snippet = hit.GetProperty("snippet");
        var highlight = Assert.Single(snippet.GetProperty("highlights").EnumerateArray().ToList());
        Assert.Equal("Drucker", snippet.GetProperty("text").GetString()!.Substring(
            highlight.GetProperty("start").GetInt32(), highlight.GetProperty("length").GetInt32()));
    }

    [Fact]
    public async Task EditedRecord_IsFoundByItsNewWordsAlone_AndByItsState()
    {
        using var admin = await desk.TenantAsync();
        var incident = await admin.Report(new { title = "Firewall" });
        await Awaited(admin, "firewall", count: 1);
        (await admin.Send(HttpMethod.Patch, $"/v1/incidents/{IncidentApi.IdOf(incident)}", new { title = "Gateway" }, ifMatch: "*"))
            .Expect(HttpStatusCode.OK);
        await admin.Act(incident, "cancel", new { reason = "Twice" });
        await Awaited(admin, "gateway", count: 1);

        Assert.Empty(await Find(admin, "firewall"));
        Assert.Empty(await admin.All("/v1/search?q=gateway&state=open"));
        Assert.Single(await admin.All("/v1/search?q=gateway&state=cancelled&types=incident"));
        Assert.Empty(await admin.All("/v1/search?q=gateway&types=change"));
    }

    [Fact]
    public async Task Requester_FindsOwnRecords_ByWhatIsPublic()
    {
        using var requester = await desk.KeyAsync("requester");
        var own = await requester.Report(new { title = "Mousepad wanted" });
        await desk.Admin.Report(new { title = "Mousepad of another" });
        await Comment(desk.Admin, own, "Suspicious zebra", "internal");
        await Comment(desk.Admin, own, "Ordered giraffe", "public");
        await Awaited(desk.Admin, "zebra", count: 1);
        await Awaited(desk.Admin, "mousepad", count: 2);

        Assert.Equal(IncidentApi.IdOf(own), IncidentApi.IdOf(Assert.Single(await Find(requester, "mousepad"))));
        Assert.Single(await Find(requester, "giraffe"));
        Assert.Empty(await Find(requester, "zebra"));
        Assert.Empty(await Find(requester, "zeb*"));
        Assert.Empty(await Find(requester, "\"suspicious zebra\""));
        Assert.Single(await Find(requester, "mousepad -zebra"));
    }

    /// <summary>Words are in a comment alone: the part that is shown is of one that the caller may read.</summary>
    [Fact]
    public async Task Snippet_IsOfACommentThatTheCallerReads()
    {
        using var requester = await desk.KeyAsync("requester");
        var own = await requester.Report(new { title = "Laptop" });
        await Comment(desk.Admin, own, "Password of the walrus account is secret", "internal");
        await Comment(desk.Admin, own, "We see to the walrus", "public");
        await Awaited(desk.Admin, "\"walrus account\"", count: 1);

        Assert.Equal("Password of the walrus account is secret", SnippetOf(Assert.Single(await Find(desk.Admin, "\"walrus account\""))));
        var hit = Assert.Single(await Find(requester, "walrus"));
        Assert.Equal("We see to the walrus", SnippetOf(hit));
        Assert.Equal(["comments"], hit.GetProperty("foundIn").EnumerateArray().Select(place => place.GetString()));
        foreach (var query in new[] { "walrus secret", "walrus account", "\"walrus account\"", "walrus passw*", "laptop secret" })
            Assert.Empty(await Find(requester, query));
        Assert.Single(await Find(requester, "walrus -secret"));
    }

    [Fact]
    public async Task KeyOfGroups_FindsTheirRecords_AndNothingElse()
    {
        using var agent = await desk.AgentOfAsync("search-a", "search-b");
        var a = await desk.Admin.Report(new { title = "Okapi of a", group = "search-a" });
        var b = await desk.Admin.Report(new { title = "Okapi of b", group = "search-b" });
        var moving = await desk.Admin.Report(new { title = "Okapi that moves", group = "search-c" });
        await desk.Admin.Report(new { title = "Okapi of c", group = "search-c" });
        await desk.Admin.Report(new { title = "Okapi of nobody" });
        await Comment(desk.Admin, b, "Internal ibex", "internal");
        await Awaited(desk.Admin, "okapi", count: 5);
        await Awaited(desk.Admin, "ibex", count: 1);

        Assert.Equal(new[] { a, b }.Select(IncidentApi.IdOf).Order(), (await Find(agent, "okapi")).Select(IncidentApi.IdOf).Order());
        Assert.Equal(IncidentApi.IdOf(b), IncidentApi.IdOf(Assert.Single(await Find(agent, "ibex"))));
        Assert.Equal(2, (await agent.All("/v1/search?q=okapi&state=open", limit: 1)).Count);
        Assert.Empty(await agent.All("/v1/search?q=okapi&types=change"));
        await desk.Admin.Act(moving, "assign", new { group = "search-a" });
        await Awaited(agent, "okapi", count: 3);
        await desk.Admin.Act(moving, "assign", new { group = "search-c" });
        Assert.Equal(2, (await Find(agent, "okapi")).Count); // At once: the record as it is now has the last word.
    }

    [Fact]
    public async Task MergedIncident_IsFoundAsCancelled()
    {
        using var admin = await desk.TenantAsync();
        var (one, other) = (await admin.Report(new { title = "Narwhal one" }), await admin.Report(new { title = "Narwhal other" }));
        await admin.Act(one, "merge", new { into = IncidentApi.IdOf(other) });
        await Awaited(admin, "narwhal", count: 2);

        Assert.Equal(IncidentApi.IdOf(other), IncidentApi.IdOf(Assert.Single(await admin.All("/v1/search?q=narwhal&state=open"))));
        await admin.Act(one, "unmerge");
        for (var watch = Stopwatch.StartNew(); (await admin.All("/v1/search?q=narwhal&state=open")).Count < 2; await Task.Yield())
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Words_AreFoundHoweverTheyAreWritten()
    {
        using var admin = await desk.TenantAsync();
        var text = "Größe STRASSE プリンタが壊れた 한국어 tiếng Việt";
        await admin.Report(new { title = Normalizer2.NFDInstance.Normalize(text) });
        await Awaited(admin, "strasse", count: 1);

        foreach (var query in new[] { "grosse", "GRÖSSE", "straße", "プリンタ", "壊れた", "\"プリンタが\"", "한국어", "한국*", "viet", "\"tieng việt\"" })
        {
            Assert.Single(await Find(admin, Normalizer2.NFCInstance.Normalize(query)));
            Assert.Single(await Find(admin, Normalizer2.NFDInstance.Normalize(query)));
        }
        Assert.Empty(await Find(admin, "プリタ"));
    }

    [Fact]
    public async Task OtherTenants_AreNotFound()
    {
        using var one = await desk.TenantAsync();
        using var other = await desk.TenantAsync();
        await one.Report(new { title = "Confidential merger" });
        await Awaited(one, "merger", count: 1);

        Assert.Empty(await Find(other, "merger"));
    }

    [Fact]
    public async Task Pages_FollowEachOther_NewestFirst()
    {
        using var admin = await desk.TenantAsync();
        for (var number = 0; number < 7; number++)
        {
            await admin.Report(new { title = $"Router {number}" });
            await desk.AdvanceAsync(TimeSpan.FromSeconds(1));
        }
        await Awaited(admin, "router", count: 7);

        var titles = (await admin.All("/v1/search?q=router", limit: 2)).Select(hit => hit.GetProperty("title").GetString());

        Assert.Equal(Enumerable.Range(0, 7).Reverse().Select(number => $"Router {number}"), titles);
        var page = (await admin.Page("/v1/search?q=router", 2, "")).Expect(HttpStatusCode.OK);
        var cursor = page.GetProperty("nextCursor").GetString()!;
        (await admin.Page("/v1/search?q=router*", 2, cursor)).Refused(HttpStatusCode.BadRequest, "invalid_cursor");
    }

    [Fact]
    public async Task Index_CanBeMadeAnew()
    {
        using var admin = await desk.TenantAsync();
        for (var number = 0; number < 3; number++) await admin.Report(new { title = $"Switch {number}" });
        await Awaited(admin, "switch", count: 3);

        (await admin.Post("/v1/search/index/rebuild")).Expect(HttpStatusCode.Accepted);
        await desk.AdvanceAsync(TimeSpan.FromSeconds(1));

        var index = (await admin.Get("/v1/search/index")).Expect(HttpStatusCode.OK);
        Assert.Equal((1, 3), (index.GetProperty("segments").GetInt32(), index.GetProperty("records").GetInt32()));
        Assert.Equal(JsonValueKind.Null, index.GetProperty("rebuildingSince").ValueKind);
        await Awaited(admin, "switch", count: 3);
    }

    [Theory]
    [InlineData("q=-only")]
    [InlineData("q=a*")]
    [InlineData("q=x&state=nothing")]
    [InlineData("q=x&types=person")]
    [InlineData("q=x&q=y")]
    [InlineData("q=***")]
    [InlineData("q=%22%22 - %26 !")]
    public async Task Parameter_ThatCannotBe_IsRefused(string query) =>
        (await desk.Admin.Get($"/v1/search?{query}")).Refused(HttpStatusCode.BadRequest, "invalid_parameter");

    [Theory]
    [InlineData("x", 257, "q has 257 characters; 256 are allowed.")]
    [InlineData("word ", 1_000, "q has 5000 characters; 256 are allowed.")]
    [InlineData("a1 ", 40, "q has more than 32 words.")]
    [InlineData("-a1 ", 9, "q only says what is not wanted.")]
    [InlineData("*-", 90, "q has no letter or digit to look for.")]
    [InlineData("1*", 1, "q asks for words that begin with less than 2 characters.")]
    public async Task Query_ThatAsksTooMuch_IsRefusedWithTheReason(string part, int times, string reason)
    {
        var answer = await desk.Admin.Get($"/v1/search?q={Uri.EscapeDataString(string.Concat(Enumerable.Repeat(part, times)))}");

        answer.Refused(HttpStatusCode.BadRequest, "invalid_parameter");
        Assert.Equal(reason, answer.Json.GetProperty("detail").GetString());
    }

    private static string? SnippetOf(JsonElement hit) => hit.GetProperty("snippet").GetProperty("text").GetString();

    private static string NumberOf(JsonElement incident) => incident.GetProperty("number").GetString()!;

    private static async Task Comment(IncidentApi api, JsonElement incident, string body, string visibility) =>
        (await api.Post($"/v1/incidents/{IncidentApi.IdOf(incident)}/comments", new { body, visibility })).Expect(HttpStatusCode.Created);

    private static Task<List<JsonElement>> Find(IncidentApi api, string query) =>
        api.All($"/v1/search?q={Uri.EscapeDataString(query)}");

    /// <summary>What was written is found within seconds.</summary>
    private static async Task Awaited(IncidentApi api, string query, int count)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(60); await Task.Yield())
            if ((await Find(api, query)).Count == count) return;
        Assert.Fail($"{query} is not found {count} times.");
    }
}
