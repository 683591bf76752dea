namespace ItsmServerless.Tests.Unit.Intake;

/// <summary>What mail systems write when a mail did not get through, each in the shape of its own.</summary>
internal static class Bounces
{
    /// <summary>RFC 3464 in RFC 6522, as Postfix writes it.</summary>
    public static string Postfix(
        string messageId, string recipient, string status = "5.1.1", string action = "failed") =>
        $"""
        Return-Path: <>
        From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
        Subject: Undelivered Mail Returned to Sender
        To: desk@itsm.example
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Description: Notification
        Content-Type: text/plain; charset=us-ascii

        I'm sorry to have to inform you that your message could not be delivered.

        <{recipient}>: host mx.example.org[192.0.2.1] said: 550 5.1.1 No such user

        --b
        Content-Description: Delivery report
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.net
        X-Postfix-Queue-ID: 4XyZ
        Arrival-Date: Tue, 24 Nov 2026 09:00:00 +0000 (UTC)

        Final-Recipient: rfc822; {recipient}
        Original-Recipient: rfc822;{recipient}
        Action: {action}
        Status: {status}
        Remote-MTA: dns; mx.example.org
        Diagnostic-Code: smtp; 550 {status} No such user

        --b
        Content-Description: Undelivered Message Headers
        Content-Type: text/rfc822-headers

        From: desk@itsm.example
        To: {recipient}
        Message-ID: <{messageId}>
        Subject: Hello

        --b--

        """;

    /// <summary>Exchange Online: the status part names the final address alone, the mail comes back whole.</summary>
    public static string Exchange(string messageId, string recipient) =>
        $"""
        From: Microsoft Outlook <postmaster@contoso.example>
        To: desk@itsm.example
        Subject: Undeliverable: Hello
        In-Reply-To: <{messageId}>
        References: <{messageId}>
        Auto-Submitted: auto-generated
        X-MS-Exchange-Message-Is-Ndr:
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: multipart/alternative; boundary="c"

        --c
        Content-Type: text/plain; charset="us-ascii"

        Your message couldn't be delivered.
        --c
        Content-Type: text/html; charset="us-ascii"

        <p>Your message couldn't be delivered.</p>
        --c--

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns;DB1PR01.eurprd01.prod.exchangelabs.com
        Arrival-Date: Tue, 24 Nov 2026 09:00:00 +0000

        Final-Recipient: rfc822;{recipient}
        Action: failed
        Status: 5.1.10
        Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup

        --b
        Content-Type: message/rfc822

        From: desk@itsm.example
        To: <{recipient}>
        Message-ID: <{messageId}>
        Subject: Hello

        Hello.
        --b--

        """;

    /// <summary>Gmail: with the failed address in a header of its own as well.</summary>
    public static string Gmail(string messageId, string recipient) =>
        $"""
        Return-Path: <>
        From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
        To: desk@itsm.example
        Auto-Submitted: auto-replied
        Subject: Delivery Status Notification (Failure)
        References: <{messageId}>
        In-Reply-To: <{messageId}>
        X-Failed-Recipients: {recipient}
        MIME-Version: 1.0
        Content-Type: multipart/report; boundary="b"; report-type=delivery-status

        --b
        Content-Type: multipart/related; boundary="c"

        --c
        Content-Type: text/html; charset="UTF-8"

        <h1>Address not found</h1>
        --c--
        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; googlemail.com
        Arrival-Date: Tue, 24 Nov 2026 01:00:00 -0800 (PST)
        X-Original-Message-ID: <{messageId}>

        Final-Recipient: rfc822; {recipient}
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.

        --b
        Content-Type: message/rfc822

        To: {recipient}
        Message-ID: <{messageId}>
        Subject: Hello

        Hello.
        --b--

        """;

    /// <summary>Exim: no report at all; the recipient in a header, the mail's headers in the text.</summary>
    public static string Exim(string messageId, string recipient) =>
        $"""
        Return-path: <>
        From: Mail Delivery System <Mailer-Daemon@mx.example.net>
        To: desk@itsm.example
        X-Failed-Recipients: {recipient}
        Auto-Submitted: auto-replied
        Subject: Mail delivery failed: returning message to sender

        This message was created automatically by mail delivery software.

        A message that you sent could not be delivered to one or more of its
        recipients. This is a permanent error. The following address(es) failed:

          {recipient}
            host mx.example.org [192.0.2.1]
            SMTP error from remote mail server after RCPT TO:<{recipient}>:
            550 No such person at this address

        ------ This is a copy of the message, including all the headers. ------

        Return-path: <desk@itsm.example>
        From: desk@itsm.example
        To: {recipient}
        Message-ID: <{messageId}>
        Subject: Hello

        Hello.

        """;

    /// <summary>qmail: nothing but text.</summary>
    public static string Qmail(string messageId, string recipient) =>
        $"""
        Return-Path: <>
        From: MAILER-DAEMON@mx.example.net
        To: desk@itsm.example
        Subject: failure notice

        Hi. This is the qmail-send program at mx.example.net.
        I'm afraid I wasn't able to deliver your message to the following addresses.
        This is a permanent error; I've given up. Sorry it didn't work out.

        <{recipient}>:
        192.0.2.1 does not like recipient.
        Remote host said: 550 5.1.1 unknown user

        --- Below this line is a copy of the message.

        Return-Path: <desk@itsm.example>
        Message-ID: <{messageId}>
        From: desk@itsm.example
        To: <{recipient}>
        Subject: Hello

        Hello.

        """;
}
