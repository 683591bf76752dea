using ItsmServerless.Approvals;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Approvals;

public sealed class ElectorateTests
{
    [Fact]
    public void Delegate_IsAskedInstead_WithTheWeightAndTheGroups()
    {
        var named = new NamedPerson(Asked.Person("ann"), 3, "group:cab");
        var roster = Asked.Roster().With(Asked.Entry("ann", Asked.To("dan"))) with { Named = [named] };
        var dan = Assert.Single(Of(roster).Present);
        Assert.Equal((Asked.Person("dan"), Asked.Person("ann"), 3), (dan.Person, dan.OnBehalfOf!.Value, dan.Weight));
        Assert.Equal(["group:cab"], dan.Groups!);
    }

    [Theory]
    [InlineData("rita")]
    [InlineData("ivo")]
    [InlineData("bob")]
    [InlineData("ida")]
    [InlineData("abe")]
    public void Delegate_WhoMayNotBeAsked_OrIsAskedAlready_GetsNoSecondVote(string to)
    {
        var roster = Asked.Roster("ann", "bob").With(
            Asked.Entry("ann", Asked.To(to)), Asked.Entry("ida", isActive: false),
            Asked.Entry("abe", absent: Asked.Away(Duration.FromDays(1))));
        Assert.Equal(["ann", "bob"], Names(Of(roster)));
    }

    [Fact]
    public void Delegate_OfTwo_StandsInForTheFirst()
    {
        var roster = Asked.Roster("ann", "bob").With(
            Asked.Entry("ann", Asked.To("dan")), Asked.Entry("bob", Asked.To("dan")));
        Assert.Equal(["dan", "bob"], Names(Of(roster)));
    }

    [Fact]
    public void Delegation_IsOneStepLong_AndDated()
    {
        var roster = Asked.Roster("ann").With(
            Asked.Entry("ann", Asked.To("dan")), Asked.Entry("dan", Asked.To("eve")));
        Assert.Equal(["dan"], Names(Of(roster)));
        Assert.Equal(["ann"], Names(Of(roster, Duration.FromDays(1))));
        Assert.Equal(["ann"], Names(Of(roster, Duration.FromDays(-1) - Duration.Epsilon)));
    }

    [Fact]
    public void Absence_WithADelegate_IsNone()
    {
        var away = Asked.Away(Duration.FromDays(1));
        var roster = Asked.Roster("ann", "bob").With(
            Asked.Entry("ann", Asked.To("dan"), away), Asked.Entry("bob", absent: away));
        var voters = Of(roster);
        Assert.Equal(["dan"], Names(voters));
        Assert.Equal(Asked.Person("bob"), Assert.Single(voters.Absent).Approver.Person);
    }

    [Fact]
    public void PersonNamedTwice_HasOneBallot_OfTheHighestWeight_ForAllGroups()
    {
        var ann = Asked.Person("ann");
        NamedPerson[] named = [new(ann), new(ann, 2, "group:a"), new(ann, 1, "group:b"), new(ann, null, "group:a")];
        var approver = Assert.Single(Of(Asked.Roster() with { Named = named }).Present);
        Assert.Equal(2, approver.Weight);
        Assert.Equal(["group:a", "group:b"], approver.Groups!);
    }

    [Fact]
    public void PolicyThatCouldNeverBeMet_IsTold_WithWhoIsLeftOut()
    {
        var stage = Asked.Stage(new(QuorumKind.Count, 2));
        var away = Asked.Roster("ann", "bob").With(Asked.Entry("bob", absent: Asked.Away(Duration.FromDays(90))));
        Assert.Null(MeetablePolicy.Unmeetable(stage, Of(away)));
        var why = MeetablePolicy.Unmeetable(stage, Of(Asked.Roster("ann", "rita")));
        Assert.Contains("Stage CAB", why, StringComparison.Ordinal);
        Assert.Contains("rita@acme.example (requester)", why, StringComparison.Ordinal);
    }

    [Fact]
    public void PolicyThatCouldNeverBeMet_SaysWhatItWouldTake()
    {
        var of = new Dictionary<string, int> { ["group:security"] = 1, ["group:cab"] = 2 };
        Assert.EndsWith("is any; left out: rita@acme.example (requester).", Why(Quorum.AnyOne), StringComparison.Ordinal);
        Assert.Contains("is count 2; left out", Why(new(QuorumKind.Count, 2)), StringComparison.Ordinal);
        Assert.Contains(
            "is groups: 1 of group:security, 2 of group:cab; left out", Why(new(QuorumKind.Groups, null, of)),
            StringComparison.Ordinal);

        static string? Why(Quorum quorum) => MeetablePolicy.Unmeetable(Asked.Stage(quorum), Of(Asked.Roster("rita")));
    }

    [Fact]
    public void Author_IsNeitherAsked_NorStandsInForOthers()
    {
        var roster = Asked.Roster("ann", "bob").With(Asked.Entry("bob", Asked.To("zoe")));
        var voters = Electorate.Of(roster, Asked.Requester, [Asked.Person("ann"), Asked.Person("zoe")], null, Asked.Start);
        Assert.Equal(["bob"], Names(voters));
        Assert.Equal(new LeftOut(Asked.Person("ann").Value, LeftOutBecause.Requester), Assert.Single(voters.LeftOut));
    }

    private static Electorate Of(Roster roster, Duration? later = null) => Electorate.Of(
        roster, Asked.Requester, null, Asked.Person("ivo"), Asked.Start + (later ?? Duration.Zero));

    private static IEnumerable<string> Names(Electorate voters) =>
        voters.Present.Select(approver => approver.Person.Value.Split('@')[0]);
}
