using CsCheck;
using ItsmServerless.Approvals;
using Xunit;

namespace ItsmServerless.Tests.Unit.Approvals;

public sealed class QuorumTests
{
    private static readonly Gen<Quorum> Quorums = Gen.OneOf(
        Gen.Const(new Quorum(QuorumKind.All)), Gen.Const(Quorum.AnyOne),
        Gen.Int[1, 8].Select(value => new Quorum(QuorumKind.Count, value)),
        Gen.Int[1, 100].Select(value => new Quorum(QuorumKind.Percent, value)));

    [Theory]
    [InlineData(QuorumKind.Percent, 50, 4, 2)]
    [InlineData(QuorumKind.Percent, 50, 5, 3)]
    [InlineData(QuorumKind.Percent, 66, 3, 2)]
    [InlineData(QuorumKind.Percent, 67, 3, 3)]
    [InlineData(QuorumKind.Percent, 1, 3, 1)]
    [InlineData(QuorumKind.Percent, 100, 7, 7)]
    [InlineData(QuorumKind.Count, 2, 5, 2)]
    [InlineData(QuorumKind.Count, 9, 5, 9)]
    [InlineData(QuorumKind.All, null, 5, 5)]
    [InlineData(QuorumKind.Any, null, 5, 1)]
    public void Needed_RoundsUp_AndMayBeMoreThanThereAre(QuorumKind kind, int? value, int asked, int needed) =>
        Assert.Equal(needed, new Quorum(kind, value).Needed(asked));

    /// <summary>With nobody to ask, nothing is ever approved.</summary>
    [Fact]
    public void NobodyAsked_IsANo() => Quorums.Sample(quorum =>
        Assert.Equal(ApprovalOutcome.Rejected, quorum.Decides(0, 0, 0, RejectOn.Impossible)));

    /// <summary>The slow, obvious model: it is decided when every way in which the rest may vote ends the
    /// same.</summary>
    [Fact]
    public void Decides_WhenTheRestCannotChangeIt_AndNotBefore() =>
        Gen.Select(Quorums, Gen.Int[0, 8], Gen.Int[0, 8], Gen.Int[0, 8])
            .Where((_, asked, yes, no) => yes + no <= asked)
            .Sample((quorum, asked, yes, no) =>
            {
                var rest = Enumerable.Range(0, asked - yes - no + 1);
                var ends = rest.Select(more => Passes(quorum, asked, yes + more)).Distinct().ToList();
                ApprovalOutcome? expected = ends.Count > 1 ? null : OutcomeOf(ends[0]);
                Assert.Equal(expected, quorum.Decides(asked, yes, no, RejectOn.Impossible));
            });

    [Fact]
    public void RejectOnAny_EndsWithTheFirstNo_UnlessTheQuorumWasReachedBefore() =>
        Gen.Select(Quorums, Gen.Int[1, 8], Gen.Int[0, 8]).Where((_, asked, yes) => yes < asked)
            .Sample((quorum, asked, yes) => Assert.Equal(
                OutcomeOf(Passes(quorum, asked, yes)), quorum.Decides(asked, yes, 1, RejectOn.Any)));

    private static ApprovalOutcome OutcomeOf(bool passes) =>
        passes ? ApprovalOutcome.Approved : ApprovalOutcome.Rejected;

    private static bool Passes(Quorum quorum, int asked, int yes) => quorum.Kind switch
    {
        QuorumKind.All => asked > 0 && yes == asked,
        QuorumKind.Any => yes > 0,
        QuorumKind.Count => yes >= quorum.Value,
        _ => yes > 0 && yes * 100 >= asked * quorum.Value,
    };
}
