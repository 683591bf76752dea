using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>What the desk is for programs, and whom it answers.</summary>
public sealed class DeskTests(DeskTests.OnTheSystemsClock fixture) : IClassFixture<DeskTests.OnTheSystemsClock>
{
    private readonly DeskRig _desk = fixture.Rig;

    private HttpClient Program => _desk.Program;

    public sealed class OnTheSystemsClock(StorageFixture storage) : IAsyncLifetime
    {
        public DeskRig Rig { get; } = new(storage, manualClock: false);

        public ValueTask InitializeAsync() => Rig.InitializeAsync();

        public ValueTask DisposeAsync() => Rig.DisposeAsync();
    }

    [Theory]
    [InlineData("teams")]
    [InlineData("webhooks")]
    [InlineData("mail")]
    [InlineData("orchestrations")]
    [InlineData("bus/dead-letters")]
    public async Task Lists_AreEmptyAtFirst(string list) =>
        Assert.Equal("""{"items":[]}""", await Program.GetStringAsync($"/_local/{list}"));

    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("attacker.example", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1.attacker.example", HttpStatusCode.Forbidden)]
    public async Task Desk_AnswersToItsOwnNamesAlone(string host, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_local/clock") { Headers = { Host = host } };
        using var answer = await Program.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("text/plain", """{"by":"PT1H"}""", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type")]
    [InlineData("application/json", """{"by":"PT1H"}""", HttpStatusCode.Conflict, "clock_not_manual")]
    [InlineData("application/json", "{", HttpStatusCode.BadRequest, "invalid_json")]
    [InlineData("application/json", "null", HttpStatusCode.BadRequest, "invalid_json")]
    public async Task Advance_OfWhatCannotBe_IsRefused(string type, string body, HttpStatusCode expected, string code)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var answer = await Program.PostAsync("/_local/clock/advance", content);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    /// <summary>A form of another site arrives without asking first; the browser says where it came from.</summary>
    [Theory]
    [InlineData("own", null, HttpStatusCode.SeeOther)]
    [InlineData("own", "same-origin", HttpStatusCode.SeeOther)]
    [InlineData("own", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("http://attacker.example", null, HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1:1", null, HttpStatusCode.Forbidden)]
    [InlineData("null", null, HttpStatusCode.Forbidden)]
    [InlineData(null, null, HttpStatusCode.Forbidden)]
    public async Task Form_OfAnotherSite_IsRefused(string? origin, string? site, HttpStatusCode expected)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = Program.BaseAddress };
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("by", "PT1H")]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_local/clock/advance") { Content = form };
        if (origin is not null)
            request.Headers.Add("Origin", origin == "own" ? _desk.Host.Url : origin);
        if (site is not null)
            request.Headers.Add("Sec-Fetch-Site", site);
        using var answer = await client.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/orchestrations")]
    [InlineData("/bus")]
    [InlineData("/mail")]
    [InlineData("/teams")]
    [InlineData("/webhooks")]
    [InlineData("/clock")]
    [InlineData("/storage")]
    public async Task Page_RunsNothingButTheDesksOwnScript(string path)
    {
        using var page = await _desk.Browser.GetAsync($"/_local{path}");
        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; style-src 'self'; script-src 'self';", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.DoesNotContain(" style=", html);
        Assert.DoesNotMatch("""\son[a-z]+=""", html);
        Assert.DoesNotContain("//", string.Concat(html.Split("src=\"").Skip(1).Select(after => after.Split('"')[0])));
    }

    [Theory]
    [InlineData("/orchestrations")]
    [InlineData("/bus")]
    [InlineData("/mail")]
    [InlineData("/clock")]
    public async Task List_IsAPageForABrowser_AndJsonForAProgramOrWhenAsked(string path)
    {
        Assert.Contains("<h1>", await _desk.PageAsync(path));
        using var json = await Program.GetAsync($"/_local{path}");
        Assert.Equal("application/json", json.Content.Headers.ContentType?.MediaType);
        using var asked = await _desk.Browser.GetAsync($"/_local{path}?as=json");
        Assert.Equal("application/json", asked.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Functions_AreShownWithTheirTriggers_TheirRunsAndTheirNextRun()
    {
        using var sent = await Program.PostAsync("/echo/anna", content: null);
        var page = await _desk.PageAsync("/functions");
        Assert.Contains("POST /echo/{name:alpha}/{number:int?}", page);
        Assert.Contains("0 */10 * * * *", page);
        Assert.Contains("texts/diary", page);
        Assert.Matches(@"<div>Echo</div></td>.*data-label=""Runs""><div>1</div>", page);
        Assert.Matches(@"<div>Tick</div></td>.*data-label=""Next run""><div><time", page);
    }
}
