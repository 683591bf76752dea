using ItsmServerless.Changes;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Languages;

namespace ItsmServerless.Approvals.Pages;

/// <summary>Everything that a page shows to the reader of a link.</summary>
/// <param name="Names">Names of people by their addresses; who is not in it is shown by the address.</param>
/// <param name="Conflicts">What stands against the window of the change now.</param>
public sealed record PageSight(
    OpenedLink Link, Reader Reader, IReadOnlyDictionary<EmailAddress, string> Names, ScheduleConflicts Conflicts)
{
    /// <summary>Whether a vote has to be confirmed: the risk is high.</summary>
    public bool IsHighRisk => Link.Change.Content.Risk.Level == RiskLevel.High;

    /// <summary>A person, for people.</summary>
    internal string NameOf(EmailAddress person) => Names.GetValueOrDefault(person, person.Value);
}
