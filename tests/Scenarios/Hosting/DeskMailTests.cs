using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ItsmServerless.Notifications;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Hosting;

public sealed class DeskMailTests(DeskRig desk) : IClassFixture<DeskRig>
{
    private const string Hostile = "<script>alert(1)</script>";

    [Fact]
    public async Task Mail_IsCapturedOnceByItsMessageId_OldestFirst_AndFoundByRecipient()
    {
        await SendAsync("one@example.org", "ann@example.com");
        await SendAsync("two@example.org", "ben@example.com");
        await SendAsync("one@example.org", "ann@example.com");

        var all = (await MailAsync("")).ConvertAll(mail => mail.GetProperty("to").GetString());
        Assert.Equal(
            ["ann@example.com", "ben@example.com"],
            all.Where(to => to is "ann@example.com" or "ben@example.com"));
        var mail = Assert.Single(await MailAsync("?to=Ben@Example.com"));
        Assert.Equal(Hostile, mail.GetProperty("subject").GetString());
        Assert.Equal("Read http://example.org/a?b=c.", mail.GetProperty("text").GetString());
        Assert.Equal("<two@example.org>", mail.GetProperty("headers").GetProperty("Message-Id").GetString());
        Assert.Empty(await MailAsync("?to=en@example.com"));
    }

    [Fact]
    public async Task Page_ShowsMailAsText_AndItsHtmlOnlyInASandbox()
    {
        var id = await SendAsync("three@example.org", "anna@example.com");

        foreach (var path in new[] { "", "/mail?to=anna@example.com", $"/mail/{id}" })
        {
            var page = await desk.PageAsync(path);
            Assert.Contains("&lt;script&gt;alert(1)", page);
            Assert.DoesNotContain("<script>alert", page);
        }
        Assert.Contains(
            $"sandbox loading=\"lazy\" src=\"/_local/mail/{id}/html\"></iframe>", await desk.PageAsync($"/mail/{id}"));
        using var view = await desk.Browser.GetAsync($"/_local/mail/{id}/html");
        Assert.StartsWith("sandbox; default-src 'none'", view.Headers.GetValues("Content-Security-Policy").Single());
        Assert.StartsWith("<script>alert(2)</script>", await view.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Links_AreListed_AndOnlyWebAddressesCanBeFollowed()
    {
        var page = await desk.PageAsync($"/mail/{await SendAsync("four@example.org", "anna@example.com")}");
        Assert.Contains("href=\"https://example.org/x?y=1&amp;z=2\"", page);
        Assert.Contains("href=\"http://example.org/a?b=c\"", page);
        Assert.Contains("<code>javascript:alert(3)</code>", page);
        Assert.DoesNotContain("href=\"javascript:", page);
    }

    [Fact]
    public async Task Source_IsPlainText_AndAttachmentsAreHandedOutToBeStored()
    {
        var id = await SendAsync("five@example.org", "carl@example.com");
        Assert.Contains("note.html", await desk.PageAsync($"/mail/{id}"));

        using var source = await desk.Browser.GetAsync($"/_local/mail/{id}/source");
        Assert.Equal("text/plain", source.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Message-Id: <five@example.org>", await source.Content.ReadAsStringAsync());
        using var attachment = await desk.Browser.GetAsync($"/_local/mail/{id}/attachments/0");
        Assert.Equal("application/octet-stream", attachment.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", attachment.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("<b>hi</b>", await attachment.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/mail/none")]
    [InlineData("/mail/none/source")]
    [InlineData("/mail/none/attachments/0")]
    public async Task Mail_ThatThereIsNot_IsAPageThatSaysSo(string path) =>
        Assert.Contains("There is no such", await desk.PageAsync(path, HttpStatusCode.NotFound));

    private async Task<string> SendAsync(string messageId, string to)
    {
        var mail = new MimeMessage { MessageId = messageId, Subject = Hostile };
        mail.From.Add(new MailboxAddress("Desk", "desk@example.org"));
        mail.To.Add(new MailboxAddress("Someone", to));
        var body = new BodyBuilder
        {
            TextBody = "Read http://example.org/a?b=c.",
            HtmlBody = """
                <script>alert(2)</script><a class="x" href="https://example.org/x?y=1&amp;z=2">a</a>
                <a href='javascript:alert(3)'>b</a>
                """,
        };
        body.Attachments.Add("note.html", Encoding.UTF8.GetBytes("<b>hi</b>"), new ContentType("text", "html"));
        mail.Body = body.ToMessageBody();
        await desk.Host.Services.GetRequiredService<IMailTransport>().Send(mail, CancellationToken.None);
        return (await MailAsync($"?to={to}"))[^1].GetProperty("id").GetString()!;
    }

    private async Task<List<JsonElement>> MailAsync(string query)
    {
        var list = await desk.Program.GetFromJsonAsync<JsonElement>($"/_local/mail{query}");
        return [.. list.GetProperty("items").EnumerateArray()];
    }
}
