using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using ItsmServerless.Approvals;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Tests.Scenarios.Intake;
using NodaTime;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>An approver who is asked about a change, and the mail that asks.</summary>
internal sealed record BallotMail(
    ApprovalRig Rig, JsonElement Change, string Approver, JsonElement Sent, string Mailbox)
{
    /// <summary>What our mail server writes on top of a mail that it believes.</summary>
    public const string Aligned =
        "Authentication-Results: mx.itsm.localhost; dmarc=pass header.from=acme.example\r\n";

    private static int _mails;

    /// <summary>Asks one approver; the risk is as high as the impact.</summary>
    public static async Task<BallotMail> Ask(
        ApprovalRig rig, bool byMail = true, string impact = "low", string timeout = "P3D")
    {
        var (service, ann) = (rig.Person("service").Split('@')[0], rig.Person("ann"));
        var stage = new { name = "CAB", approvers = new[] { ann }, quorum = new { kind = "any" }, timeout };
        var match = new { service = new[] { service } };
        var policy = new { match, stages = new[] { stage }, mailBallots = byMail };
        (await rig.Admin.Send(HttpMethod.Put, $"/v1/approval-policies/{service}", policy)).Expect(HttpStatusCode.OK);
        var drafted = await rig.Admin.Post("/v1/changes", Draft(service, impact));
        var change = drafted.Expect(HttpStatusCode.Created);
        (await rig.Admin.Post($"/v1/changes/{ApprovalRig.Id(change)}/submit", ifMatch: "*")).Expect(HttpStatusCode.OK);
        await rig.Quiet();
        var mailbox = await MailRig.Open(rig.Admin);
        return new(rig, change, ann, (await rig.Mails(ann))[^1], mailbox);
    }

    /// <summary>Where the mail asks to be answered; null for nowhere.</summary>
    public string? ReplyTo => Header("Reply-To")?.Split('<', '>')[1];

    public string MessageId => Header("Message-Id")!;

    /// <summary>The answer as the approver's mail program writes it and our mail server hands it over.</summary>
    public string Answer(
        string text, string? from = null, string proof = Aligned, string more = "", string? to = null,
        string? inReplyTo = null) =>
        $"{proof}Received: from acme.example by mx.itsm.localhost; Tue, 24 Nov 2026 09:00:00 +0000\r\n" +
        $"{more}From: {from ?? $"Ann <{Approver}>"}\r\nTo: {to ?? ReplyTo}\r\nSubject: Re: a change\r\n" +
        $"In-Reply-To: {inReplyTo ?? MessageId}\r\n" +
        $"Message-ID: <a{Interlocked.Increment(ref _mails)}@acme.example>\r\n" +
        $"\r\n{text}\r\n\r\nOn 24 November 2026, Service Desk <desk@itsm.localhost> wrote:\r\n> approve or reject\r\n";

    /// <summary>Delivers it and waits for what follows.</summary>
    /// <returns>State and reason of the receipt.</returns>
    public async Task<(string? State, string? Reason, string? Record)> Deliver(string mail) =>
        await Receipt(await MailRig.Post(Rig.Browser, Mailbox, mail));

    /// <summary>The same of a mail that was delivered.</summary>
    public async Task<(string? State, string? Reason, string? Record)> Receipt(Answer posted)
    {
        var id = MailRig.ReceiptIn(posted.Expect(HttpStatusCode.Accepted));
        await Rig.Quiet();
        var receipt = (await Rig.Admin.Get($"/v1/intake/receipts/{id}")).Expect(HttpStatusCode.OK);
        return (Text(receipt, "state"), Text(receipt, "reason"), Text(receipt, "record"));
    }

    /// <summary>What the link in the mail says: all that an address for decisions is made of.</summary>
    public ApprovalToken Token()
    {
        var path = ApproverPage.PathIn(Sent.GetProperty("text").GetString()!);
        return JsonSerializer.Deserialize<ApprovalToken>(Base64Url.DecodeFromChars(path.Split('.')[1]), ItsmServerless.Kernel.Http.Json.Stored)!;
    }

    /// <summary>The address that the mail would hold if it could be answered.</summary>
    public string Address(BallotAddresses addresses)
    {
        var token = Token();
        var at = Instant.FromUnixTimeSeconds(token.Exp) - Approval.LinkLife;
        return addresses.For(token.Ten, token.Apr, token.Gen, token.Ask, new EmailAddress(Approver), token.Hash, at)!
            .Value.Value;
    }

    private string? Header(string name) =>
        Sent.GetProperty("headers").TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static object Draft(string service, string impact) => new
    {
        title = "Replace the core switch",
        type = "normal",
        risk = new { impact, likelihood = impact },
        plan = new { implementation = "Swap it", backout = "Swap back", test = "Ping" },
        window = new { start = "2099-12-01T20:00:00Z", end = "2099-12-01T22:00:00Z" },
        service,
    };
}
