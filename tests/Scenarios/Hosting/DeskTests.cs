using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ItsmServerless.Local;
using ItsmServerless.Notifications;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Hosting;

public sealed class DeskTests(StorageFixture storage) : IAsyncLifetime
{
    private readonly StorageScope _scope = storage.Scope();
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("itsm-desk-");
    private readonly HttpClient _client = new();
    private LocalHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await SampleApp.StartAsync(_scope, _data.FullName);
        _client.BaseAddress = new Uri(_host.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _scope.DisposeAsync();
        _client.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Mail_IsCapturedOnceByItsMessageId_OldestFirst_AndFoundByRecipient()
    {
        await SendAsync("one@example.org", "anna@example.com");
        await SendAsync("two@example.org", "ben@example.com");
        await SendAsync("one@example.org", "anna@example.com");

        var all = await MailAsync("");
        Assert.Equal(["anna@example.com", "ben@example.com"], all.Select(mail => mail.GetProperty("to").GetString()));
        var mail = Assert.Single(await MailAsync("?to=Ben@Example.com"));
        Assert.Equal("<script>alert(1)</script>", mail.GetProperty("subject").GetString());
        Assert.Equal("the text", mail.GetProperty("text").GetString());
        Assert.Equal("<two@example.org>", mail.GetProperty("headers").GetProperty("Message-Id").GetString());
        Assert.Empty(await MailAsync("?to=en@example.com"));
    }

    [Fact]
    public async Task Page_ShowsMailAsText_AndItsHtmlOnlyInASandbox()
    {
        await SendAsync("one@example.org", "anna@example.com");
        var id = Assert.Single(await MailAsync("")).GetProperty("id").GetString();

        using var page = await _client.GetAsync("/_local");
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains("&lt;script&gt;alert(1)", html);
        Assert.DoesNotContain("<script>alert", html);
        Assert.Contains($"<iframe sandbox loading=\"lazy\" src=\"/_local/mail/{id}/html\">", html);
        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single());

        using var view = await _client.GetAsync($"/_local/mail/{id}/html");
        Assert.StartsWith("sandbox; default-src 'none'", view.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("<script>alert(2)</script>", await view.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("teams")]
    [InlineData("webhooks")]
    [InlineData("mail")]
    [InlineData("orchestrations")]
    [InlineData("bus/dead-letters")]
    public async Task Lists_AreEmptyAtFirst(string list) =>
        Assert.Equal("""{"items":[]}""", await _client.GetStringAsync($"/_local/{list}"));

    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("attacker.example", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1.attacker.example", HttpStatusCode.Forbidden)]
    public async Task Desk_AnswersToItsOwnNamesAlone(string host, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_local/clock") { Headers = { Host = host } };
        using var answer = await _client.SendAsync(request);
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
        using var answer = await _client.PostAsync("/_local/clock/advance", content);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    private async Task SendAsync(string messageId, string to)
    {
        var mail = new MimeMessage { MessageId = messageId, Subject = "<script>alert(1)</script>" };
        mail.From.Add(new MailboxAddress("Desk", "desk@example.org"));
        mail.To.Add(new MailboxAddress("Someone", to));
        mail.Body = new BodyBuilder { TextBody = "the text", HtmlBody = "<script>alert(2)</script>" }.ToMessageBody();
        await _host.Services.GetRequiredService<IMailTransport>().Send(mail, CancellationToken.None);
    }

    private async Task<List<JsonElement>> MailAsync(string query)
    {
        var list = await _client.GetFromJsonAsync<JsonElement>($"/_local/mail{query}");
        return [.. list.GetProperty("items").EnumerateArray()];
    }
}
