using System.Collections.Immutable;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;
using MimeKit;
using MimeKit.Utils;

namespace ItsmServerless.Notifications;

/// <summary>Makes the mail of an envelope: always the same mail, but for its MIME boundary.</summary>
public sealed class MailComposer(MailSettings settings, ReplyAddresses replies, IssuedMessageIds ids)
{
    private const int LongestSubject = 200;

    /// <summary>Text and HTML, in the thread of its record, marked so that no machine answers (RFC 3834, 5).</summary>
    /// <param name="to">Those of the envelope's recipients whom it may go to.</param>
    public MimeMessage Compose(Envelope envelope, ImmutableArray<EmailAddress> to)
    {
        var (tenant, record, notice) = (envelope.Cause.Tenant, envelope.Cause.Record, envelope.Notice);
        var message = new MimeMessage
        {
            MessageId = ids.Of(tenant, record, envelope.Part),
            Date = envelope.Cause.At.ToDateTimeOffset(),
            Subject = HeaderText.Line(notice.Content.Subject, LongestSubject),
            Body = Body(notice),
        };
        message.From.Add(settings.From);
        message.To.AddRange(to.Select(each => new MailboxAddress("", each.Value)));
        if (notice.CanBeAnswered) message.ReplyTo.Add(replies.For(tenant, record, to[0]));
        if (notice.DecisionTo is { } ballot)
            message.ReplyTo.Add(new MailboxAddress(settings.From.Name, ballot.Value));
        Thread(message, ids.ThreadOf(tenant, record), ParentOf(notice));
        Mark(message, notice);
        return message;
    }

    private static MimeEntity Body(Notice notice) => new BodyBuilder
    {
        TextBody = MailWriting.Text(notice.Content, notice.TakesAnswers),
        HtmlBody = MailWriting.Page(notice.Content, notice.TakesAnswers),
    }.ToMessageBody();

    /// <summary>RFC 5322, 3.6.4: References lead from the root to the mail that is answered.</summary>
    private static void Thread(MimeMessage message, string root, string? parent)
    {
        message.References.Add(root);
        if (parent is not null) message.References.Add(parent);
        message.InReplyTo = parent ?? root;
    }

    private void Mark(MimeMessage message, Notice notice)
    {
        message.Headers[HeaderId.AutoSubmitted] = notice.Answers is null ? "auto-generated" : "auto-replied";
        message.Headers["X-Auto-Response-Suppress"] = "OOF, AutoReply";
        message.Headers[MailSettings.LoopHeader] = settings.LoopMark;
    }

    /// <summary>An id that came from outside goes out again only if it is one.</summary>
    private static string? ParentOf(Notice notice) =>
        notice.Answers is { } text && text.All(c => c is > ' ' and <= '~' and not ('<' or '>'))
            ? MimeUtils.ParseMessageId($"<{text}>")
            : null;
}
