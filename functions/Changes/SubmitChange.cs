using System.Collections.Immutable;
using ItsmServerless.Approvals;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>What submitting needs to know beyond the change itself.</summary>
/// <param name="Submitter">The person behind the credential; null for a machine.</param>
/// <param name="Policies">All policies of the tenant, each in its current version.</param>
/// <param name="Models">What the content is checked by.</param>
public sealed record Submission(
    EmailAddress? Submitter, IReadOnlyList<ApprovalPolicy> Policies, ContentModels Models);

/// <summary>The draft is put to the approvers.</summary>
public static class SubmitChange
{
    /// <summary>From draft. The policy is chosen now, so that a later version of it changes no open
    /// question; the risk is assessed by the questionnaire of now.</summary>
    /// <remarks>A standard change that follows its template, and that no policy matches, was authorised beforehand and is
    /// approved at once; any other without a policy is refused, for nobody could ever approve it.</remarks>
    public static Decision<ChangeEvent> Decide(Change change, Submission ask)
    {
        if (change.State != ChangeState.Draft) return change.CannotBecome(ChangeState.AwaitingApproval);
        var content = ask.Models.Complete(change.Content);
        FieldError[] flaws = [.. ask.Models.Flaws(content), .. ask.Models.Unanswered(content)];
        if (flaws.Length > 0) return Problem.Validation([.. flaws]);
        var policy = PolicyFor(content, ask);
        if (policy is null && !content.IsAuthorised) return NobodyToAsk(content);
        return ImmutableArray.Create<ChangeEvent>(
            [.. Reassessed(change, content), .. Asked(change, content, policy, ask)]);
    }

    /// <summary>The policy by which a change with this content would be approved; null for none.</summary>
    internal static ApprovalPolicy? PolicyFor(ChangeContent content, Submission ask) =>
        ApprovalPolicy.Choose(ask.Policies, FactsOf(content));

    /// <summary>The questionnaire may be another one than when the content was written.</summary>
    private static IEnumerable<ChangeEvent> Reassessed(Change change, ChangeContent content) =>
        content == change.Content
            ? []
            : [new ChangeEdited(content, content.Risk.Level, content.Hash(), change.Requester)];

    private static IEnumerable<ChangeEvent> Asked(
        Change change, ChangeContent content, ApprovalPolicy? policy, Submission ask)
    {
        var (generation, hash) = (change.Generation + 1, HashOf(change, content));
        var isRetrospective = content.Type == ChangeType.Emergency && policy?.Retrospective == true;
        yield return new ChangeSubmitted(
            generation, hash, policy is null ? null : new(policy.Key, policy.Version),
            ask.Submitter ?? change.Requester, isRetrospective ? true : null);
        if (policy is null) yield return new ChangeApproved(null, generation, hash);
    }

    /// <summary>The recorded hash while the content is the recorded one: it may be of an earlier form.</summary>
    private static string HashOf(Change change, ChangeContent content) =>
        content == change.Content ? change.ContentHash : content.Hash();

    private static PolicyFacts FactsOf(ChangeContent content) =>
        new(Words<ChangeType>.Of(content.Type), Words<RiskLevel>.Of(content.Risk.Level), content.Service);

    private static Problem NobodyToAsk(ChangeContent content) => new(ProblemCode.NoPolicy,
        $"No approval policy matches a {Words<ChangeType>.Of(content.Type)} change of " +
        $"{Words<RiskLevel>.Of(content.Risk.Level)} risk; put one at /v1/approval-policies first.");
}
