using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Approvals;

/// <summary>An approver's vote through the API.</summary>
/// <param name="Decision">A word of <see cref="VoteDecision"/>.</param>
/// <param name="OnBehalfOf">Whose delegate the voter was asked as; anybody else is refused, whatever the voter's
/// role.</param>
public sealed record VoteOnChange(string? Decision, string? Comment = null, string? OnBehalfOf = null)
    : IBody<VoteOnChange>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(VoteOnChange body) =>
    [
        .. Check.Present("/decision", body.Decision),
        .. Check.OneOf("/decision", body.Decision, Words<VoteDecision>.All),
        .. VoteComment.Check(body.Comment),
        .. Check.Email("/onBehalfOf", body.OnBehalfOf),
    ];

    internal CastVote By(EmailAddress person, string contentHash) =>
        new(person, Words<VoteDecision>.Parse(Decision)!.Value, VoteChannel.Api, Comment, contentHash, Question: null);

    internal bool IsFor(Approval approval, CastVote vote) => OnBehalfOf is null ||
        vote.BallotIn(approval)?.Approver.OnBehalfOf == EmailAddress.From(OnBehalfOf);
}

/// <summary>What an approver may write beside the decision.</summary>
internal static class VoteComment
{
    public const int Longest = 4_000;

    public static IEnumerable<FieldError> Check(string? comment) =>
    [
        .. Kernel.Outcomes.Check.Text("/comment", comment, 0, Longest),
        .. Kernel.Outcomes.Check.That(
            comment is null || comment.All(c => !char.IsControl(c) || c is '\n' or '\r' or '\t'), "/comment",
            "control_character", "/comment holds a control character."),
    ];
}
