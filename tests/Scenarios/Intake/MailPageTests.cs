using System.Net;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>Mails as pages: what is shown, and what a browser is told about it.</summary>
public sealed class MailPageTests(MailRig rig) : IClassFixture<MailRig>
{
    [Fact]
    public async Task Html_IsShownWithoutWhatItCouldDo()
    {
        var receipt = await Delivered("<p onclick=x>It <b>burns</b>.</p><script>alert(1)</script><img src=\"https://evil.example/p\">");
        var page = await rig.Admin.Get($"/v1/intake/receipts/{receipt}/html");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("<body><p>It <b>burns</b>.</p><img>", page.Text);
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'", policy);
        Assert.EndsWith("sandbox", policy);
        Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-store, private", page.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Text_IsShownWhole_WithWhatItQuotes()
    {
        var mail = MailRig.Mail(rig.Person("ada"), rig.NewMessageId(), "Yes.\r\n-- \r\nAda\r\n\r\nOn 24.11.2026 <x@example.org> wrote:\r\n> Shall we?");
        var receipt = MailRig.Text(await rig.Deliver(mail), "id");
        var page = await rig.Admin.Get($"/v1/intake/receipts/{receipt}/html");
        Assert.Contains("Ada", page.Text);
        Assert.Contains("&gt; Shall we?", page.Text);
    }

    [Fact]
    public async Task Garbage_HasNoPage()
    {
        var receipt = MailRig.Text(await rig.Deliver($"garbage {rig.NewMessageId()}"), "id");
        (await rig.Admin.Get($"/v1/intake/receipts/{receipt}/html")).Refused(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task PageWithoutAKey_IsRefused() =>
        (await rig.Server.Get($"/v1/intake/receipts/{await Delivered("<p>x</p>")}/html"))
            .Refused(HttpStatusCode.Unauthorized, "unauthenticated");

    private async Task<string> Delivered(string html) => MailRig.Text(await rig.Deliver(MailRig.Mail(
        rig.Person("ada"), rig.NewMessageId(), html, more: "Content-Type: text/html; charset=utf-8\r\n")), "id")!;
}
