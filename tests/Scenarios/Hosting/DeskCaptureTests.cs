using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Hosting;

public sealed class DeskCaptureTests(DeskRig desk) : IClassFixture<DeskRig>
{
    [Fact]
    public async Task Webhook_OfAnyMethodAndType_IsAccepted_AndShownWithAllItCarried()
    {
        using var content = new StringContent("<script>alert(1)</script>", Encoding.UTF8, "text/x-odd");
        using var request = new HttpRequestMessage(HttpMethod.Put, "/_local/hooks/shop/eu?try=2") { Content = content };
        request.Headers.Add("webhook-id", "msg_1<b>");
        using var answer = await desk.Program.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);

        var hook = await OnlyAsync("webhooks", one => one.GetProperty("name").GetString() == "shop/eu");
        Assert.Equal("PUT", hook.GetProperty("method").GetString());
        Assert.Equal("?try=2", hook.GetProperty("query").GetString());
        Assert.Equal("msg_1<b>", hook.GetProperty("headers").GetProperty("webhook-id").GetString());
        Assert.Equal("<script>alert(1)</script>", hook.GetProperty("body").GetString());
        var page = await desk.PageAsync($"/webhooks/{hook.GetProperty("id").GetString()}");
        Assert.Contains("msg_1&lt;b&gt;", page);
        Assert.DoesNotContain("<script>alert", page);
        Assert.Contains("shop/eu", await desk.PageAsync("/webhooks"));
    }

    [Fact]
    public async Task Webhook_WithAnUnprintableBody_IsShownInHexadecimal()
    {
        using var content = new ByteArrayContent([0, 255, 16]);
        using var answer = await desk.Program.PostAsync("/_local/hooks/bytes", content);
        var hook = await OnlyAsync("webhooks", one => one.GetProperty("name").GetString() == "bytes");
        Assert.Contains(">00ff10</pre>", await desk.PageAsync($"/webhooks/{hook.GetProperty("id").GetString()}"));
    }

    [Fact]
    public async Task Webhook_ThatIsTooLong_IsRefused()
    {
        using var content = new ByteArrayContent(new byte[840_001]);
        using var answer = await desk.Program.PostAsync("/_local/hooks/long", content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://attacker.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Capture_OfWhatAPageOfAnotherSiteSends_IsRefused(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_local/hooks/attack");
        request.Headers.Add(header, value);
        using var answer = await desk.Program.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain("attack", await desk.PageAsync("/webhooks"));
    }

    [Fact]
    public async Task Card_IsTakenAsTeamsTakesIt_AndDrawn()
    {
        using var answer = await desk.Program.PostAsJsonAsync("/_local/teams/ops", SampleCard.Message);
        Assert.Equal((HttpStatusCode.Accepted, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));

        var card = await OnlyAsync("teams", one => one.GetProperty("channel").GetString() == "ops");
        Assert.Equal("message", card.GetProperty("card").GetProperty("type").GetString());
        var page = await desk.PageAsync($"/teams/{card.GetProperty("id").GetString()}");
        Assert.Contains("size-large weight-bolder color-attention\">INC-000001 is overdue</p>", page);
        Assert.Contains("<b>The printer</b> is on <i>fire</i>, see <a", page);
        Assert.Contains("<dt>Priority</dt><dd>P1</dd>", page);
        Assert.Contains("&lt;i&gt;hardware", page);
        Assert.Contains("href=\"https://example.org/inc/1\">Open the incident</a>", page);
        Assert.DoesNotContain("href=\"javascript:", page);
        Assert.Contains("<summary>Media (not drawn)</summary>", page);
    }

    [Fact]
    public async Task Card_ThatIsNoJson_IsRefused()
    {
        using var content = new StringContent("hello");
        using var answer = await desk.Program.PostAsync("/_local/teams/typo", content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("typo", await desk.PageAsync("/teams"));
    }

    private async Task<JsonElement> OnlyAsync(string list, Func<JsonElement, bool> which)
    {
        var all = await desk.Program.GetFromJsonAsync<JsonElement>($"/_local/{list}");
        return Assert.Single<JsonElement>(all.GetProperty("items").EnumerateArray(), element => which(element));
    }
}
