using ItsmServerless.Approvals;

namespace ItsmServerless.Tests.Unit.Approvals;

/// <summary>The slow, obvious model of one question: sets of people as bits, and every way in which the rest may still
/// vote, one after the other.</summary>
internal sealed class Tally
{
    private readonly ElectionCase election;
    private int yes;
    private int no;
    private int lost;

    public Tally(ElectionCase election)
    {
        this.election = election;
        IsPassedOn = !Endings(free: Everybody).Any(Passes);
    }

    public ApprovalState State { get; private set; } = ApprovalState.Pending;

    /// <summary>Whether nobody who is left can answer it, so that others are asked.</summary>
    public bool IsPassedOn { get; private set; }

    private int Everybody => (1 << election.People) - 1;

    private int Free => Everybody & ~(yes | no | lost);

    /// <summary>Whether the act counts; if so, it is done.</summary>
    public bool Take(Act act)
    {
        var bit = act.Who < election.People ? 1 << act.Who : 0;
        if (IsPassedOn || State != ApprovalState.Pending || !IsPossible(act.What, bit)) return false;
        if (act.What == What.Approve) yes |= bit;
        if (act.What == What.Reject) no |= bit;
        if (act.What == What.Lose) lost |= bit;
        if (act.What == What.Withdraw) (yes, no) = (yes & ~bit, no & ~bit);
        Conclude();
        return true;
    }

    private bool IsPossible(What what, int bit) => ((what == What.Withdraw ? yes | no : Free) & bit) != 0;

    private void Conclude()
    {
        var (certain, possible) = (true, false);
        foreach (var ending in Endings(Free | lost))
            (certain, possible) = (certain && Passes(ending), possible || Passes(ending));
        if (certain) State = ApprovalState.Approved;
        else if (no != 0 && (!possible || election.RejectOn == RejectOn.Any)) State = ApprovalState.Rejected;
        else IsPassedOn = !Endings(Free).Any(Passes);
    }

    /// <summary>Everybody who has said yes in the end, in each way in which the free may vote.</summary>
    private IEnumerable<int> Endings(int free)
    {
        for (var some = free; ; some = (some - 1) & free)
        {
            yield return yes | some;
            if (some == 0) yield break;
        }
    }

    private bool Passes(int approving)
    {
        int[] who = [.. Enumerable.Range(0, election.People).Where(person => (approving & (1 << person)) != 0)];
        return election.Quorum.Kind switch
        {
            QuorumKind.All => approving != 0 && approving == Everybody,
            QuorumKind.Any => approving != 0,
            QuorumKind.Count => who.Length >= election.Quorum.Value,
            QuorumKind.Percent => approving != 0 && who.Length * 100 >= election.People * election.Quorum.Value,
            QuorumKind.Weight => who.Sum(person => election.Weights[person]) >= election.Quorum.Value,
            _ => Of(who, 1) >= election.Quorum.Of!["group:sec"] && Of(who, 2) >= election.Quorum.Of["group:cab"],
        };
    }

    private int Of(int[] who, int group) => who.Count(person => (election.Groups[person] & group) != 0);
}
