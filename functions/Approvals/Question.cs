using System.Text.Json.Serialization;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>One question put to a group of people: a stage asks once, and once more for each time it is passed
/// on.</summary>
/// <param name="Number">1 for the first question of the approval; links and votes name it.</param>
/// <param name="Stage">The stage's place in the policy, from 0.</param>
/// <param name="Escalated">Whether it was put to others than the stage names; any one of them decides.</param>
/// <param name="DueAt">When the policy's timeout acts; null when there is none.</param>
/// <param name="RemindedAt">When somebody was last asked or reminded.</param>
/// <param name="ToAdmins">Whether those others are the tenant's admins.</param>
public sealed record Question(
    int Number, int Stage, bool Escalated, Instant AskedAt, Instant? DueAt, Instant RemindedAt, StageState State,
    IReadOnlyList<Ballot> Ballots, bool ToAdmins = false)
{
    /// <summary>Those who have not voted.</summary>
    [JsonIgnore]
    public IEnumerable<Approver> Pending =>
        Ballots.Where(ballot => ballot.State == BallotState.Pending).Select(ballot => ballot.Approver);

    /// <summary>The ballot of a person; null when the person is not asked.</summary>
    public Ballot? BallotOf(EmailAddress person) => Ballots.FirstOrDefault(ballot => ballot.Approver.Person == person);

    /// <summary>The question after it was decided or passed on: ballots that were not used are void.</summary>
    public Question Closed(StageState state) => this with
    {
        State = state,
        Ballots = [.. Ballots.Select(ballot => ballot.Closed())],
    };

    /// <summary>The question after a vote.</summary>
    public Question Voted(ApprovalVoted vote, Instant at) => On(vote.Approver, ballot => ballot.Used(vote, at));

    /// <summary>The question after a vote was taken back.</summary>
    public Question Withdrawn(EmailAddress approver) => On(approver, ballot => ballot.Withdrawn());

    /// <summary>The question after some of those who were asked cannot vote any more.</summary>
    public Question Without(IReadOnlyList<LeftOut> lost) => lost.Aggregate(
        this, (question, one) => question.On(EmailAddress.From(one.Who), ballot => ballot.LostTo(one.Because)));

    /// <summary>The question after others were asked in the place of those who became inactive.</summary>
    public Question Delegated(IReadOnlyList<Approver> approvers) => this with
    {
        Ballots =
        [
            .. Ballots.Select(ballot => ballot.IsVacant
                ? ballot with { DelegatedTo = InPlaceOf(ballot.Approver, approvers)?.Person }
                : ballot),
            .. approvers.Select(approver => new Ballot(approver)),
        ],
    };

    private static Approver? InPlaceOf(Approver lost, IReadOnlyList<Approver> approvers) =>
        approvers.FirstOrDefault(approver => approver.Principal == lost.Principal);

    /// <summary>How many ballots stand so.</summary>
    public int Count(BallotState state) => Ballots.Count(ballot => ballot.State == state);

    /// <summary>The question with the ballot of a person changed.</summary>
    internal Question On(EmailAddress person, Func<Ballot, Ballot> change) => this with
    {
        Ballots = [.. Ballots.Select(ballot => ballot.Approver.Person == person ? change(ballot) : ballot)],
    };
}

/// <summary>The vote of one approver in one question.</summary>
/// <param name="Lost">Why the approver cannot vote; null for those who can or could.</param>
/// <param name="Spent">The links that were used for votes, each good for one; null for none.</param>
/// <param name="Codes">What decisions by a link have to bring, one for each decision; null for none.</param>
/// <param name="CodesSent">How many were mailed.</param>
/// <param name="DelegatedTo">Who was asked instead, and counts in this one's place; null for nobody.</param>
public sealed record Ballot(
    Approver Approver, BallotState State = BallotState.Pending, Instant? DecidedAt = null, VoteChannel? Channel = null,
    string? Comment = null, LeftOutBecause? Lost = null, IReadOnlyList<string>? Spent = null,
    IReadOnlyList<OneTimeCode>? Codes = null, int CodesSent = 0, EmailAddress? DelegatedTo = null)
{
    /// <summary>Whether its approver became inactive and nobody was asked instead yet.</summary>
    [JsonIgnore]
    public bool IsVacant => Lost == LeftOutBecause.Inactive && DelegatedTo is null;

    /// <summary>The code of a decision; null when none was mailed.</summary>
    public OneTimeCode? CodeOf(VoteDecision decision) => Codes?.FirstOrDefault(code => code.Decision == decision);

    /// <summary>The ballot with a code in place of the one before of the same decision.</summary>
    internal Ballot With(OneTimeCode code) => this with
    {
        Codes = [.. Codes?.Where(other => other.Decision != code.Decision) ?? [], code],
        CodesSent = CodesSent + 1,
    };

    /// <summary>The ballot after a code that was not the one.</summary>
    internal Ballot Failed(VoteDecision decision) => this with
    {
        Codes =
        [
            .. Codes?.Select(code => code.Decision == decision ? code with { Failed = code.Failed + 1 } : code) ?? [],
        ],
    };

    /// <summary>The ballot after its vote.</summary>
    public Ballot Used(ApprovalVoted vote, Instant at) => this with
    {
        State = vote.Decision == VoteDecision.Approve ? BallotState.Approved : BallotState.Rejected,
        DecidedAt = at,
        Channel = vote.Channel,
        Comment = vote.Comment,
        Spent = vote.Link is { } link ? [.. Spent ?? [], link] : Spent,
        Codes = null,
    };

    /// <summary>The ballot after its vote was taken back: as before, but for the links that were used.</summary>
    public Ballot Withdrawn() => new(Approver, Spent: Spent, CodesSent: CodesSent);

    /// <summary>The ballot of somebody who cannot use it; a vote that was cast stands.</summary>
    public Ballot LostTo(LeftOutBecause because) =>
        State == BallotState.Pending ? this with { State = BallotState.Void, Lost = because } : this;

    /// <summary>The ballot when no vote can come any more.</summary>
    public Ballot Closed() => State == BallotState.Pending ? this with { State = BallotState.Void } : this;
}

/// <summary>Somebody who is asked.</summary>
/// <param name="OnBehalfOf">Whose delegate it is; null for those who are asked themselves.</param>
/// <param name="Weight">What the vote weighs; null for 1.</param>
/// <param name="Groups">The groups as whose member the person is asked, as <c>group:key</c>; null for
/// none.</param>
public sealed record Approver(
    EmailAddress Person, EmailAddress? OnBehalfOf = null, int? Weight = null, IReadOnlyList<string>? Groups = null)
{
    /// <summary>Whom the policy names: the person, or whose delegate it is.</summary>
    [JsonIgnore]
    public EmailAddress Principal => OnBehalfOf ?? Person;
}

/// <summary>Somebody whom the policy names and who is not asked.</summary>
/// <param name="Who">An address; or a name of the policy that nobody is behind.</param>
public sealed record LeftOut(string Who, LeftOutBecause Because);
