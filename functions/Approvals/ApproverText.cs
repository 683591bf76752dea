namespace ItsmServerless.Approvals;

/// <summary>Approvers as a policy names them: a mail address, or <c>group:key</c>.</summary>
public static class ApproverText
{
    private const string GroupPrefix = "group:";

    /// <summary>The key of the group that is meant; null for an address.</summary>
    public static string? GroupOf(string approver) =>
        approver.StartsWith(GroupPrefix, StringComparison.Ordinal) ? approver[GroupPrefix.Length..] : null;
}
