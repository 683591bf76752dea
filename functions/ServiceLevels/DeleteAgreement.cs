using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.ServiceLevels;

/// <summary>The desk gives an agreement up. What was reported while it was in force keeps it.</summary>
public static class DeleteAgreement
{
    /// <summary>Refused while it has clocks that can still count.</summary>
    /// <param name="users">The numbers of the open incidents that have them.</param>
    public static Decision<AgreementEvent> Decide(string key, Agreement? agreement, IReadOnlyList<string> users)
    {
        if (agreement is null) return Problem.NotFound($"agreement {key}");
        return users.Count > 0 ? Problem.InUse($"agreement {key}", users) : new AgreementDeleted(key);
    }
}
