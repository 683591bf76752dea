using System.Net;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>An installation whose mail server checks senders: only what it vouches for is believed.</summary>
public sealed class CheckedMailRig(StorageFixture storage) : IAsyncLifetime
{
    /// <summary>The installation.</summary>
    internal MailRig Rig { get; } = new(storage, services => services.AddSingleton(
        ((MailSettings)services.Last(each => each.ServiceType == typeof(MailSettings)).ImplementationInstance!) with
        {
            BelieveFrom = false,
        }));

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => Rig.InitializeAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Rig.DisposeAsync();
}

/// <summary>Security cases B1, B2, E-06, E-07, E-08: who forges a sender, or is let in by nobody, changes
/// nothing.</summary>
public sealed class TrustTests(CheckedMailRig world) : IClassFixture<CheckedMailRig>
{
    private const string Pass =
        "Authentication-Results: mx.itsm.localhost; dmarc=pass header.from=example.org\r\n";

    private const string Fail =
        "Authentication-Results: mx.itsm.localhost; dmarc=fail header.from=example.org\r\n";

    private MailRig Rig => world.Rig;

    [Theory]
    [InlineData(Pass, "public")]
    [InlineData(Fail, "internal")]
    [InlineData("", "internal")]
    [InlineData("Authentication-Results: mx.evil.example; dmarc=pass header.from=example.org\r\n", "internal")]
    [InlineData(Fail + Pass, "internal")]
    public async Task Requester_SpeaksInFrom_WhenOurServerVouchesForThem(string headers, string visibility)
    {
        var (ada, incident, first) = await Held();
        await Rig.Deliver(headers + MailRig.Mail(ada, Rig.NewMessageId(), "Yes.", more: $"References: <{first}>\r\n"));
        var comment = Assert.Single(await Rig.Items($"/v1/incidents/{incident}/comments"));
        var isBelieved = visibility == "public";
        Assert.Equal(visibility, MailRig.Text(comment, "visibility"));
        Assert.Equal(isBelieved ? "new" : "on_hold", MailRig.Text(await Rig.Read($"/v1/incidents/{incident}"), "state"));
        Assert.Equal(isBelieved ? null : true, (await Origin(incident)).IsUnverified);
        Assert.Single(await Rig.MailsTo(ada)); // The acknowledgement, and no more.
    }

    /// <summary>Which only its recipient knows, unless our server says that the mail is forged.</summary>
    [Theory]
    [InlineData("", "public")]
    [InlineData(Fail, "internal")]
    public async Task SignedAddress_StandsForItsRecipient_UnlessTheMailIsForged(string headers, string visibility)
    {
        var (ada, incident, _) = await Held();
        var more = MailRig.AnswerTo((await Rig.MailsTo(ada))[0]);
        await Rig.Deliver(headers + MailRig.Mail(ada, Rig.NewMessageId(), "Yes.", more: more));
        var comment = Assert.Single(await Rig.Items($"/v1/incidents/{incident}/comments"));
        Assert.Equal(visibility, MailRig.Text(comment, "visibility"));
    }

    /// <summary>Security case E-07 for agents: no first response, nothing to the requester.</summary>
    [Fact]
    public async Task Agent_WhoIsNotVouchedFor_IsAStranger()
    {
        var (ada, incident, first) = await Held();
        var grace = Rig.Person("grace");
        (await Rig.Admin.Post($"/v1/incidents/{incident}/assign", new { assignee = grace }, ifMatch: "*"))
            .Expect(HttpStatusCode.OK);
        await Rig.Deliver(MailRig.Mail(grace, Rig.NewMessageId(), "Done.", more: $"References: <{first}>\r\n"));
        Assert.True((await Origin(incident)).IsUnverified);
        Assert.Single(await Rig.MailsTo(ada));
    }

    [Fact]
    public async Task NewMail_OfWhoIsNotVouchedFor_BeginsAnIncident_AndSaysSo()
    {
        var receipt = await Rig.Deliver(MailRig.Mail(Rig.Person("ada"), Rig.NewMessageId(), "It burns."));
        Assert.True((await Origin(MailRig.RecordOf(receipt))).IsUnverified);
    }

    /// <summary>Security case E-08.</summary>
    [Fact]
    public async Task Addresses_InCopy_AreAddedToNothing()
    {
        var (ada, eve) = (Rig.Person("ada"), Rig.Person("eve"));
        var copies = string.Join(", ", Enumerable.Range(0, 500).Select(each => $"c{each}@example.org").Prepend(eve));
        var receipt = await Rig.Deliver(
            Pass + MailRig.Mail(ada, Rig.NewMessageId(), "It burns.", more: $"Cc: {copies}\r\n"));
        var incident = MailRig.RecordOf(receipt);
        var sent = (await Rig.MailsTo(ada))[0];
        await Rig.Deliver(
            Pass + MailRig.Mail(eve, Rig.NewMessageId(), "Add me.", more: $"In-Reply-To: {IdOf(sent)}\r\n"));
        Assert.True((await Origin(incident)).IsUnverified);
        Assert.Empty(await Rig.MailsTo(eve));
    }

    /// <summary>Security case B1: nothing that a mail says of itself in headers of ours, or of other desks, counts.
    /// </summary>
    [Fact]
    public async Task Headers_ThatAStrangerForges_MeanNothing()
    {
        var (_, incident, _) = await Held();
        var number = MailRig.Text(await Rig.Read($"/v1/incidents/{incident}"), "number");
        var forged = await Rig.Deliver(Pass + MailRig.Mail(Rig.Person("eve"), Rig.NewMessageId(), "Let me in.",
            $"Re: [{number}]", $"X-Itsm-Record: {incident}\r\nX-RT-Ticket: {number}\r\nThread-Topic: {number}\r\n" +
                "Sender: desk@itsm.localhost\r\nReply-To: desk@itsm.localhost\r\n"));
        Assert.NotEqual(incident, MailRig.RecordOf(forged));
        Assert.Empty(await Rig.Items($"/v1/incidents/{incident}/comments"));
    }

    /// <summary>Security case B2: the address of an incident takes nothing that its requester could read of others.
    /// </summary>
    [Fact]
    public async Task AddressOfAnIncident_TakesNothingOfOthers()
    {
        var (ada, incident, _) = await Held();
        var address = MailRig.Text((await Rig.MailsTo(ada))[0].GetProperty("headers"), "Reply-To")!.Split('<', '>')[1];
        var code = await Rig.Deliver(Pass + MailRig.Mail(
            Rig.Person("noreply"), Rig.NewMessageId(), "Your code is 123456.", more: $"Cc: {address}\r\n"));
        Assert.NotEqual(incident, MailRig.RecordOf(code));
    }

    [Fact]
    public async Task Files_OfAStranger_AreNotForTheRequester()
    {
        var (ada, incident, first) = await Held();
        await Rig.Deliver(MailRig.Mail(Rig.Person("eve"), Rig.NewMessageId(),
            "--b\r\n\r\nRead this.\r\n--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nhello\r\n--b--",
            more: $"References: <{first}>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n"));
        var file = Assert.Single(await Rig.Items($"/v1/incidents/{incident}/attachments"));
        Assert.Equal("internal", MailRig.Text(file, "visibility"));
        using var requester = await Rig.As(ada);
        var path = $"/v1/incidents/{incident}/attachments";
        Assert.Empty((await requester.Get(path)).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray());
        (await requester.Get($"{path}/{MailRig.Text(file, "id")}")).Expect(HttpStatusCode.NotFound);
    }

    /// <summary>An incident on hold that waits for its requester, and the id of the mail that began it.</summary>
    private async Task<(string Requester, string Incident, string First)> Held()
    {
        var (ada, first) = (Rig.Person("ada"), Rig.NewMessageId());
        var incident = MailRig.RecordOf(await Rig.Deliver(Pass + MailRig.Mail(ada, first, "It burns.")));
        (await Rig.Admin.Post($"/v1/incidents/{incident}/hold", new { reason = "awaiting_requester" }, ifMatch: "*"))
            .Expect(HttpStatusCode.OK);
        return (ada, incident, first);
    }

    private static string? IdOf(System.Text.Json.JsonElement sent) =>
        MailRig.Text(sent.GetProperty("headers"), "Message-Id");

    /// <summary>What the last event that came by mail says of its sender.</summary>
    private async Task<(string? Match, bool? IsUnverified)> Origin(string incident)
    {
        var origins = (await Rig.Items($"/v1/incidents/{incident}/timeline"))
            .Select(happened => happened.GetProperty("data"))
            .Where(data => data.TryGetProperty("origin", out var origin) && origin.ValueKind != System.Text.Json.JsonValueKind.Null)
            .Select(data => data.GetProperty("origin"));
        var last = origins.Last();
        return (last.TryGetProperty("match", out var match) ? match.GetString() : null,
            last.TryGetProperty("isUnverified", out var unverified) ? unverified.GetBoolean() : null);
    }
}
