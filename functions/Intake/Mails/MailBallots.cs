using ItsmServerless.Approvals;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Intake.Mails;

/// <summary>Makes votes of mails that answer the question of an approval.</summary>
/// <remarks>A mail to an address for decisions is a vote or nothing: it never becomes an incident or a comment, and
/// nobody is told of one that does not count. Safe to repeat: the command derives from the receipt.</remarks>
public sealed class MailBallots(MailVotes votes, IssuedMessageIds ids, MailSettings settings)
{
    /// <summary>What the receipt says of a mail that became a vote.</summary>
    public const string Match = "mail_ballot";

    /// <summary>What became of the mail; null when it is not about a decision.</summary>
    public async Task<ReceiptEvent?> Take(ReceivedMail received, CancellationToken cancel)
    {
        EmailAddress[] to = [.. received.Mail.Recipients.Where(address => votes.ApprovalOf(address) is not null)];
        if (to.Length == 0) return null;
        if (to.Length > 1) return new ReceiptIgnored("ballot_for_several");
        return Refused(received.Tenant, received.Mail, votes.ApprovalOf(to[0])!.Value) is { } reason
            ? new ReceiptIgnored(reason)
            : await Cast(received, to[0], cancel);
    }

    /// <summary>Why the mail cannot be trusted to be the answer of the person it claims to come from; null when it
    /// can.</summary>
    private string? Refused(TenantId tenant, InboundMail mail, RecordId approval)
    {
        if (mail.Nature != MailNature.Personal) return "ballot_not_personal";
        if (mail.From is not { } from || !mail.Proof.Vouches(settings.AuthenticationServer, from.Email))
            return "ballot_unauthenticated";
        return mail.Answered.Any(id => ids.Read(tenant, id) == approval) ? null : "ballot_answers_nothing";
    }

    private async Task<ReceiptEvent> Cast(ReceivedMail received, EmailAddress to, CancellationToken cancel)
    {
        var mail = received.Mail;
        if (MailVote.Of(to, mail.From!.Email, mail.Answer) is not { } vote)
            return new ReceiptIgnored("ballot_without_decision");
        var id = CommandId.FromCause("ballot", received.Receipt.Id.Value);
        var cast = await votes.Cast(received.Tenant, id, vote, cancel);
        if (!cast.IsRefused(out var refusal, out var subject)) return new ReceiptProcessed(subject, Match);
        return refusal.Code == ProblemCode.VersionConflict
            ? throw new InvalidOperationException(refusal.Detail) // It passes: the bus delivers again.
            : new ReceiptIgnored($"ballot_refused: {refusal.Code.ToText()}");
    }
}
