using ItsmServerless.Intake.Mime;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Intake.Mails;

/// <summary>What a mail is to become.</summary>
public abstract record MailPlan
{
    /// <summary>Why a notice of absence that answers nothing open becomes nothing.</summary>
    public const string AutomaticReply = "automatic_reply";

    private MailPlan()
    {
    }

    /// <summary>Nothing, for a reason.</summary>
    public sealed record Ignore(string Reason) : MailPlan;

    /// <summary>A new incident.</summary>
    /// <param name="Follows">A record it answers that takes no comments any more, or never does; null for none.</param>
    public sealed record Begin(RecordId? Follows) : MailPlan;

    /// <summary>A comment on an open incident.</summary>
    public sealed record Comment(MailMatch Match) : MailPlan;

    /// <summary>The rule. Pure.</summary>
    /// <param name="isOwn">Whether the mail claims to be one of ours that came back.</param>
    /// <remarks>Reports of mail systems and our own mails never make records (RFC 3834, 2); notices of absence only add
    /// to what they answer. A number in a subject can be guessed: from a stranger it means nothing.</remarks>
    public static MailPlan Of(InboundMail mail, MailMatch? match, bool isOwn)
    {
        if (isOwn) return new Ignore("own_mail");
        if (mail.Nature == MailNature.Report) return new Ignore("delivery_report");
        if (match is { Reason: MatchReason.SubjectTag, Sender: Standing.Stranger }) match = null;
        if (match is { Incident.IsOpen: true }) return new Comment(match);
        return mail.Nature == MailNature.AutomaticReply ? new Ignore(AutomaticReply) : new Begin(match?.Record);
    }
}
