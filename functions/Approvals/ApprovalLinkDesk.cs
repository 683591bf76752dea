using ItsmServerless.Changes;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;

namespace ItsmServerless.Approvals;

/// <summary>What a link leads to: the approval, the change, and whose link it is.</summary>
/// <param name="Proof">What the form of its page has to carry.</param>
/// <param name="IsInactive">Whether the approver works here no more, which the approval may not have heard of yet.
/// </param>
public sealed record OpenedLink(
    ApprovalToken Token, Versioned<Approval> Approval, Change Change, EmailAddress Approver, string Proof,
    bool IsInactive = false)
{
    /// <summary>Whether the approver was asked and cannot vote any more.</summary>
    public bool IsVoid => Ballot.Lost is not null || (IsInactive && Ballot.State == BallotState.Pending);

    /// <summary>The question that the link asks.</summary>
    public Question Question => Approval.State.Questions.First(question => question.Number == Token.Ask);

    /// <summary>The ballot that the link is for.</summary>
    public Ballot Ballot => Question.BallotOf(Approver)!;
}

/// <summary>A decision on a high risk that was made once and is to be made once more.</summary>
/// <param name="Confirmation">What the second form has to carry.</param>
/// <param name="Refusal">Why the second form did not count, or there is no code for it; null when nothing was
/// wrong.</param>
public sealed record AskedAgain(OpenedLink Link, VoteDecision Decision, string Confirmation, Problem? Refusal = null);

/// <summary>What the pages of links call. The token is the credential; nothing else of the request says who it
/// is.</summary>
public sealed class ApprovalLinkDesk(
    ApprovalLinks links, ApprovalCodes codes, EventLog log, LateVotes late, TenantStates tenants, PersonStates people,
    Clock clock)
{
    /// <summary>What the link leads to, changing nothing. Two point reads, and one each half minute of whether the
    /// approver is active.</summary>
    /// <returns>Or <c>invalid_token</c>, the same whatever is wrong with it.</returns>
    public async Task<Outcome<OpenedLink>> Open(string token, CancellationToken cancel)
    {
        if (links.Read(token, clock.Now) is not { } read) return Invalid();
        if (await tenants.IsSuspended(read.Ten, cancel)) return Invalid();
        var approval = await log.Find<Approval, ApprovalEvent>(read.Ten, read.Apr, cancel);
        if (approval is null || read.ApproverIn(approval.State) is not { } approver) return Invalid();
        var change = await log.Find<Change, ChangeEvent>(read.Ten, approval.State.Subject.Id, cancel);
        if (change is null) return Invalid();
        var isInactive = await people.IsInactive(read.Ten, approver, cancel);
        return new OpenedLink(read, approval, change.State, approver, links.Proof(token), isInactive);
    }

    /// <summary>What is to be asked once more before the form's vote is taken; null when nothing is: the risk is not
    /// high, it was asked for, or the vote could not count anyway. Where the decision needs a code, it is on its way
    /// then.</summary>
    public async Task<AskedAgain?> Unconfirmed(string token, LinkForm form, CancellationToken cancel)
    {
        if ((await Open(token, cancel)).IsRefused(out _, out var link) || !links.IsProof(token, form.Proof)) return null;
        if (link.Change.Content.Risk.Level != RiskLevel.High || form.Validate().Any() || Overtaken(link) is not null)
            return null;
        var again = Again(token, link, form, null);
        if (links.IsConfirmation(token, again.Decision, form.Confirm) && form.Another is null) return null;
        return link.Approval.State.AsksCode ? await WithCode(again, form, cancel) : again;
    }

    /// <summary>Takes the vote that the form sends: one transaction, once.</summary>
    /// <returns>The link afterwards; or what <see cref="CastVote"/> and <see cref="EnterCode"/> refuse.</returns>
    public async Task<Outcome<OpenedLink>> Vote(string token, LinkForm form, CancellationToken cancel)
    {
        if ((await Open(token, cancel)).IsRefused(out var invalid, out var link)) return invalid;
        if (!links.IsProof(token, form.Proof)) return Invalid();
        if (form.Validate().ToArray() is { Length: > 0 } errors) return Problem.Validation([.. errors]);
        var (vote, command) = (form.By(link), CommandOf(link));
        var voted = Overtaken(link) is { } overtaken
            ? overtaken
            : await log.Execute<Approval, ApprovalEvent>(
                command, link.Approval.Id,
                approval => EnterCode.Decide(approval!, new(vote, form.Code), Fits(link, vote), command.At), cancel);
        if (voted.Problem is { } refusal) await late.Record(command, link.Approval.Id, vote, refusal, cancel);
        return voted.Then(approval => EnterCode.Failed(approval.State, vote) is { } failed
            ? failed
            : (Outcome<OpenedLink>)(link with { Approval = approval }));
    }

    /// <summary>What is asked once more because the code did not count; null for every other refusal.</summary>
    public async Task<AskedAgain?> WithoutCode(string token, LinkForm form, Problem? refusal, CancellationToken cancel)
    {
        if (!EnterCode.IsAbout(refusal)) return null;
        return (await Open(token, cancel)).IsRefused(out _, out var link) ? null : Again(token, link, form, refusal);
    }

    private AskedAgain Again(string token, OpenedLink link, LinkForm form, Problem? refusal)
    {
        var decision = Words<VoteDecision>.Parse(form.Decision)!.Value;
        return new(link, decision, links.Confirmation(token, decision), refusal);
    }

    /// <summary>Null when the vote cannot count any more, which taking it then says.</summary>
    private async Task<AskedAgain?> WithCode(AskedAgain again, LinkForm form, CancellationToken cancel)
    {
        var (link, command) = (again.Link, CommandOf(again.Link));
        var ask = new AskForCode(form.By(link), codes.Key, CommandId.Random().Value, form.Another is not null);
        var asked = await log.Execute<Approval, ApprovalEvent>(
            command, link.Approval.Id, approval => AskForCode.Decide(approval!, ask, command.At), cancel);
        if (!asked.IsRefused(out var refusal, out var approval))
            return again with { Link = link with { Approval = approval } };
        return EnterCode.IsAbout(refusal) ? again with { Refusal = refusal } : null;
    }

    private Func<OneTimeCode, string, bool> Fits(OpenedLink link, CastVote vote) =>
        (code, entered) => codes.Fits(link.Token.Ten, link.Approval.Id, vote, code, entered);

    private CommandContext CommandOf(OpenedLink link) =>
        new(link.Token.Ten, Actor.Person(link.Approver), CommandId.Random(), "", clock.Now);

    /// <summary>Why the link cannot be used any more; null when it can.</summary>
    /// <remarks>The change may have been edited or cancelled a moment ago, before its approval heard of it.</remarks>
    public static Problem? Overtaken(OpenedLink link)
    {
        var approval = link.Approval.State;
        return LinkForm.Reading(link).Refused(approval) ?? Overtaken(approval, link.Change) ??
            (link.IsInactive ? CastVote.Void(approval, LeftOutBecause.Inactive) : null);
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
