using System.Collections.Immutable;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>Who may answer a question: one person, one ballot, in the policy's order.</summary>
/// <param name="Present">Those who can be asked.</param>
/// <param name="Absent">Those who are away without a delegate, and until when.</param>
/// <param name="LeftOut">Those who are named and never asked, and why.</param>
public sealed record Electorate(
    ImmutableArray<Approver> Present, ImmutableArray<(Approver Approver, Instant Until)> Absent,
    ImmutableArray<LeftOut> LeftOut)
{
    /// <summary>All whose votes could count some day.</summary>
    public IEnumerable<Approver> Everybody => [.. Present, .. Absent.Select(away => away.Approver)];

    /// <summary>Those who may answer an approval's question.</summary>
    public static Electorate Of(Approval approval, Roster roster, Instant now) =>
        Of(roster, approval.Requester, approval.Facts?.Authors, approval.Facts?.Implementer, now);

    /// <summary>Leaves out whoever asks or wrote what is asked about, whoever makes it where the policy says so, and
    /// whoever works here no more; puts delegates in the place of those who are away or work here no more. Pure.
    /// </summary>
    /// <remarks>A person who is named several times has one ballot, of the highest weight and for all the groups. A
    /// delegate has the weight and the groups of the person; one who may not be asked, or is asked already, is not
    /// asked twice: the person is asked instead.</remarks>
    public static Electorate Of(
        Roster roster, EmailAddress? requester, IReadOnlyList<EmailAddress>? authors, EmailAddress? implementer,
        Instant now)
    {
        var (present, absent) = (new List<Approver>(), new List<(Approver, Instant)>());
        var leftOut = new List<LeftOut>(roster.Unknown);
        foreach (var named in roster.Named.GroupBy(named => named.Person).Select(Merged))
            if (Excluded(named.Person) is { } because and not LeftOutBecause.Inactive)
                leftOut.Add(new(named.Person.Value, because));
            else if (Delegate(named.Person) is { } to)
                present.Add(named with { Person = to, OnBehalfOf = named.Person });
            else if (!roster.IsActive(named.Person)) leftOut.Add(new(named.Person.Value, LeftOutBecause.Inactive));
            else if (roster.Of(named.Person)?.AbsentAt(now) is { } away) absent.Add((named, away.Until));
            else present.Add(named);
        return new([.. present], [.. absent], [.. leftOut]);

        LeftOutBecause? Excluded(EmailAddress person)
        {
            if (person == requester || authors?.Contains(person) == true) return LeftOutBecause.Requester;
            if (person == implementer) return LeftOutBecause.Implementer;
            return roster.IsActive(person) ? null : LeftOutBecause.Inactive;
        }

        EmailAddress? Delegate(EmailAddress person) =>
            roster.Of(person)?.DelegateAt(now) is { } to && MayStandIn(to) ? to : null;

        bool MayStandIn(EmailAddress to) => Excluded(to) is null && roster.Of(to)?.AbsentAt(now) is null &&
            !roster.Names(to) && present.TrueForAll(other => other.Person != to);
    }

    private static Approver Merged(IGrouping<EmailAddress, NamedPerson> all)
    {
        string[] groups = [.. all.Select(named => named.Group).OfType<string>().Distinct(StringComparer.Ordinal)];
        return new(all.Key, null, all.Max(named => named.Weight), groups.Length > 0 ? groups : null);
    }
}
