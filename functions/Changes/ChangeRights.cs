using ItsmServerless.Kernel.Http;
using static ItsmServerless.Kernel.Http.FieldAccess;

namespace ItsmServerless.Changes;

/// <summary>Who reads, writes and filters by which field of a change: the desk, all of them.</summary>
/// <remarks>Approvers of other roles see what they are asked on the approval page, not here.</remarks>
internal static class ChangeRights
{
    private static readonly string[] Written =
    [
        "title", "description", "type", "template", "risk", "plan", "window", "service", "configurationItems", "owner",
    ];

    private static readonly string[] Shown =
    [
        "id", "number", "practice", "state", "templateVersion", "riskLevel", "riskAssessment", "tasks", "requester",
        "contentHash", "generation", "policy", "rejectedBecause", "retrospective", "override", "startedAt",
        "completedAt", "outcome", "outcomeNote", "reviews", "createdAt", "updatedAt", "version", "implementers",
    ];

    private static readonly string[] Filters = ["state", "type", "riskLevel", "service", "owner", "updatedSince"];

    public static FieldTable Table { get; } = new(
    [
        .. Written.Concat(Shown).Select(name => new FieldRule(
            name, Read: Desk, Write: Written.Contains(name) ? Desk : Nobody,
            Filter: Filters.Contains(name) ? Desk : Nobody, Sort: name == "updatedAt" ? Desk : Nobody)),
        new("updatedSince", Read: Nobody, Filter: Desk),
    ]);
}
