using ItsmServerless.Changes;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;

namespace ItsmServerless.Approvals;

/// <summary>What a link leads to: the approval, the change, and whose link it is.</summary>
/// <param name="Proof">What the form of its page has to carry.</param>
public sealed record OpenedLink(
    ApprovalToken Token, Versioned<Approval> Approval, Change Change, EmailAddress Approver, string Proof)
{
    /// <summary>The question that the link asks.</summary>
    public Question Question => Approval.State.Questions.First(question => question.Number == Token.Ask);

    /// <summary>The ballot that the link is for.</summary>
    public Ballot Ballot => Question.BallotOf(Approver)!;
}

/// <summary>A decision on a high risk that was made once and is to be made once more.</summary>
/// <param name="Confirmation">What the second form has to carry.</param>
public sealed record AskedAgain(OpenedLink Link, VoteDecision Decision, string Confirmation);

/// <summary>What the pages of links call. The token is the credential; nothing else of the request says who it
/// is.</summary>
public sealed class ApprovalLinkDesk(
    ApprovalLinks links, EventLog log, LateVotes late, TenantStates tenants, Clock clock)
{
    /// <summary>What the link leads to, changing nothing. Two point reads.</summary>
    /// <returns>Or <c>invalid_token</c>, the same whatever is wrong with it.</returns>
    public async Task<Outcome<OpenedLink>> Open(string token, CancellationToken cancel)
    {
        if (links.Read(token, clock.Now) is not { } read) return Invalid();
        if (await tenants.IsSuspended(read.Ten, cancel)) return Invalid();
        var approval = await log.Find<Approval, ApprovalEvent>(read.Ten, read.Apr, cancel);
        if (approval is null || read.ApproverIn(approval.State) is not { } approver) return Invalid();
        var change = await log.Find<Change, ChangeEvent>(read.Ten, approval.State.Subject.Id, cancel);
        return change is null ? Invalid() : new OpenedLink(read, approval, change.State, approver, links.Proof(token));
    }

    /// <summary>What is to be asked once more before the form's vote is taken; null when nothing is: the risk is not
    /// high, it was asked for, or the vote could not count anyway.</summary>
    public async Task<AskedAgain?> Unconfirmed(string token, LinkForm form, CancellationToken cancel)
    {
        if ((await Open(token, cancel)).IsRefused(out _, out var link) || !links.IsProof(token, form.Proof)) return null;
        if (link.Change.Content.Risk.Level != RiskLevel.High || form.Validate().Any() || Overtaken(link) is not null)
            return null;
        var decision = Words<VoteDecision>.Parse(form.Decision)!.Value;
        return links.IsConfirmation(token, decision, form.Confirm)
            ? null
            : new(link, decision, links.Confirmation(token, decision));
    }

    /// <summary>Takes the vote that the form sends: one transaction, once.</summary>
    /// <returns>The link afterwards; or what <see cref="CastVote"/> refuses.</returns>
    public async Task<Outcome<OpenedLink>> Vote(string token, LinkForm form, CancellationToken cancel)
    {
        if ((await Open(token, cancel)).IsRefused(out var invalid, out var link)) return invalid;
        if (!links.IsProof(token, form.Proof)) return Invalid();
        if (form.Validate().ToArray() is { Length: > 0 } errors) return Problem.Validation([.. errors]);
        var (vote, command) = (form.By(link), CommandOf(link));
        var voted = Overtaken(link) is { } overtaken
            ? overtaken
            : await log.Execute<Approval, ApprovalEvent>(
                command, link.Approval.Id, approval => CastVote.Decide(approval!, vote), cancel);
        if (voted.Problem is { } refusal) await late.Record(command, link.Approval.Id, vote, refusal, cancel);
        return voted.Map(approval => link with { Approval = approval });
    }

    private CommandContext CommandOf(OpenedLink link) =>
        new(link.Token.Ten, Actor.Person(link.Approver), CommandId.Random(), "", clock.Now);

    /// <summary>Why the link cannot be used any more; null when it can.</summary>
    /// <remarks>The change may have been edited or cancelled a moment ago, before its approval heard of it.</remarks>
    public static Problem? Overtaken(OpenedLink link)
    {
        var approval = link.Approval.State;
        return LinkForm.Reading(link).Refused(approval) ?? Overtaken(approval, link.Change);
    }

    /// <summary>Why what was asked is another question by now, as the change itself says; null when it is not.</summary>
    internal static Problem? Overtaken(Approval approval, Change change)
    {
        if (change.State == ChangeState.Cancelled) return CastVote.Over(approval);
        return change.ContentHash == approval.ContentHash && change.Generation == approval.Generation
            ? null
            : CastVote.Changed(approval);
    }

    private static Problem Invalid() => new(
        ProblemCode.InvalidToken,
        "This link is not valid. It may be incomplete or too old; a newer mail may hold another.");
}
