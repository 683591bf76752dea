using ItsmServerless.Changes;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;

namespace ItsmServerless.Approvals;

/// <summary>A decision that came by mail. Whoever makes one has made sure of the sender.</summary>
/// <param name="To">The address that it was sent to.</param>
/// <param name="From">Whose domain vouches for it.</param>
public sealed record MailVote(EmailAddress To, EmailAddress From, VoteDecision Decision, string? Comment)
{
    /// <summary>The vote that an answer casts: its first line is the word, what follows is the comment.</summary>
    /// <returns>Null when the first line is no such word.</returns>
    public static MailVote? Of(EmailAddress to, EmailAddress from, string answer)
    {
        var lines = answer.Split('\n', 2);
        if (BallotWords.Decision(lines[0]) is not { } decision) return null;
        var comment = lines.Length > 1 ? HeaderText.Cut(lines[1].Trim(), VoteComment.Longest) : "";
        return new(to, from, decision, comment.Length > 0 ? comment : null);
    }
}

/// <summary>Takes votes that come by mail, by the same rules as those of links.</summary>
public sealed class MailVotes(
    BallotAddresses addresses, EventLog log, LateVotes late, PersonStates people, Clock clock)
{
    /// <summary>The approval that an address asks for a decision on, whoever writes to it; null when it is no such
    /// address.</summary>
    public RecordId? ApprovalOf(EmailAddress to) => addresses.Read(to)?.Approval;

    /// <summary>Counts it, once; the same command again is what it was. Two point reads, and one
    /// transaction.</summary>
    /// <returns>The subject; or <c>invalid_token</c>, the same whatever is wrong with the address, or what
    /// <see cref="CastVote"/> refuses.</returns>
    public async Task<Outcome<RecordId>> Cast(TenantId tenant, CommandId id, MailVote mail, CancellationToken cancel)
    {
        var now = clock.Now;
        if (addresses.Read(mail.To) is not { } address) return Invalid();
        var approval = await log.Find<Approval, ApprovalEvent>(tenant, address.Approval, cancel);
        if (approval is not { State: { TakesMail: true } asked }) return Invalid();
        if (addresses.QuestionOf(address, tenant, asked, mail.From, now) is not { } question) return Invalid();
        if (await log.Find<Change, ChangeEvent>(tenant, asked.Subject.Id, cancel) is not { State: var change })
            return Invalid();
        var vote = VoteOf(mail, asked, question, address);
        if (vote.Refused(asked) is null && await people.IsInactive(tenant, mail.From, cancel))
            return CastVote.Void(asked, LeftOutBecause.Inactive);
        var command = new CommandContext(tenant, Actor.Person(mail.From), id, "", now) { MayRepeat = true };
        var voted = await log.Execute<Approval, ApprovalEvent>(
            command, asked.Id, state => Decide(state!, vote, change), cancel);
        if (voted.Problem is { } refusal) await late.Record(command, asked.Id, vote, refusal, cancel);
        return voted.Map(_ => asked.Subject.Id);
    }

    /// <summary>The change may have been edited or cancelled a moment ago, before its approval heard of it.</summary>
    private static Decision<ApprovalEvent> Decide(Approval approval, CastVote vote, Change change) =>
        (vote.Refused(approval) ?? ApprovalLinkDesk.Overtaken(approval, change)) is { } refusal
            ? refusal
            : CastVote.Decide(approval, vote);

    private static CastVote VoteOf(MailVote mail, Approval approval, Question question, BallotAddress address) => new(
        mail.From, mail.Decision, VoteChannel.Mail, mail.Comment, approval.ContentHash, question.Number)
    {
        Link = KeyText.Hash($"mail/{approval.Id}/{question.Number}/{mail.From}/{address.Expires}"),
    };

    private static Problem Invalid() => new(
        ProblemCode.InvalidToken, "The address is not one that this sender can decide by, or not any more.");
}
