using CsCheck;
using ItsmServerless.Approvals;
using ItsmServerless.Tenants;

namespace ItsmServerless.Tests.Unit.Approvals;

internal enum What
{
    Approve,
    Reject,
    Withdraw,

    /// <summary>The person works here no more.</summary>
    Lose,
}

/// <summary>Somebody does something: one of those who are asked, or one of the last three: an outsider, the requester,
/// the implementer.</summary>
internal sealed record Act(What What, int Who);

/// <summary>A policy of one stage, the people it asks, and what they do.</summary>
/// <param name="Groups">The groups of each person, as bits: 1 security, 2 CAB.</param>
internal sealed record ElectionCase(
    Quorum Quorum, RejectOn RejectOn, int[] Weights, int[] Groups, int People, Act[] Actions)
{
    public const int Most = 6;
    private static readonly string[] Keys = ["group:sec", "group:cab"];
    private static readonly string[] Others = ["eve", "rita", "ivo"];

    private static readonly Gen<Quorum> Quorums = Gen.OneOf(
        Gen.Const(new Quorum(QuorumKind.All)), Gen.Const(Quorum.AnyOne),
        Gen.Int[1, Most].Select(value => new Quorum(QuorumKind.Count, value)),
        Gen.Int[1, 100].Select(value => new Quorum(QuorumKind.Percent, value)),
        Gen.Int[1, 15].Select(value => new Quorum(QuorumKind.Weight, value)),
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3], (security, cab) => new Quorum(
            QuorumKind.Groups, Of: new Dictionary<string, int> { [Keys[0]] = security, [Keys[1]] = cab })));

    private static readonly Gen<Act> Acts = Gen.Select(
        Gen.Frequency((5, Gen.Const(What.Approve)), (3, Gen.Const(What.Reject)), (2, Gen.Const(What.Withdraw)),
            (1, Gen.Const(What.Lose))),
        Gen.Int[0, Most + 2], (what, who) => new Act(what, who));

    public static Gen<ElectionCase> Any { get; } = Gen.Select(
        Quorums, Gen.Bool, Gen.Int[1, 5].Array[Most], Gen.Int[0, 3].Array[Most], Gen.Int[0, Most], Acts.Array[0, 14],
        (quorum, any, weights, groups, people, acts) => new ElectionCase(
            quorum, any ? RejectOn.Any : RejectOn.Impossible, weights, groups, people, acts));

    public static string NameOf(int who) => who < Most ? $"p{who}" : Others[who - Most];

    /// <summary>Requested and asked. The policy names the requester and the implementer too.</summary>
    public Approval Begin() =>
        Asked.About(new ApprovalFacts("normal", null, Asked.Person("ivo")), Asked.Stage(Quorum, RejectOn))
            .AskNext(With());

    /// <summary>The same people, one of whom works here no more.</summary>
    public Roster Without(int who) => With(Asked.Entry(NameOf(who), isActive: false));

    /// <summary>The same people, with what is on record of some.</summary>
    public Roster With(params Person[] entries)
    {
        var named = Enumerable.Range(0, People).SelectMany(Named)
            .Concat(Others.Skip(1).Select(name => new NamedPerson(Asked.Person(name))));
        return (Asked.Roster() with { Named = [.. named] }).With(entries);
    }

    private IEnumerable<NamedPerson> Named(int who)
    {
        var person = Asked.Person(NameOf(who));
        yield return new(person, Weights[who]);
        for (var group = 0; group < Keys.Length; group++)
            if ((Groups[who] & (1 << group)) != 0) yield return new(person, 1, Keys[group]);
    }
}
