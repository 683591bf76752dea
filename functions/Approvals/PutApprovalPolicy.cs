using System.Text.Json;
using ItsmServerless.Changes;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Approvals;

/// <summary>A policy as a whole; what was put under the key before is replaced, and stays readable by its
/// version.</summary>
/// <param name="Match">Which changes it is for; none for all.</param>
/// <param name="Retrospective">True: an emergency may be begun before the approvers have answered.</param>
/// <param name="ExcludeImplementer">Whether the owner of a change is left out like its requester; no when not
/// given.</param>
/// <param name="MailBallots">True: approvers may decide by answering the mail that asks them, unless the risk is high;
/// no when not given. For installations alone that trust a mail server's word about senders.</param>
/// <param name="OneTimeCode"><c>high_risk</c>: whoever decides on a high risk by a link enters a code that is mailed
/// apart; never when not given.</param>
public sealed record PutApprovalPolicy(
    IReadOnlyList<PutStage>? Stages, PutMatch? Match = null, bool? Retrospective = null,
    bool? ExcludeImplementer = null, bool? MailBallots = null, string? OneTimeCode = null) : IBody<PutApprovalPolicy>
{
    private const int MostStages = 10;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PutApprovalPolicy body) =>
    [
        .. Check.Present("/stages", body.Stages),
        .. Check.Count("/stages", body.Stages, 1, MostStages),
        .. Check.Each("/stages", body.Stages, PutStage.Validate),
        .. body.Match?.Validate() ?? [],
        .. Check.OneOf("/oneTimeCode", body.OneTimeCode, Words<OneTimeCodeFor>.All),
        .. body.Match?.IsStandardOnly == true ? [] : Check.Each("/stages", body.Stages, PutStage.SilenceIsNoYes),
    ];

    /// <summary>Always possible; the same again changes nothing.</summary>
    public static Decision<ApprovalPolicyEvent> Decide(ApprovalPolicy? current, string key, PutApprovalPolicy body)
    {
        var put = new ApprovalPolicyPut(
            key, body.Match?.Parsed ?? new([], [], []), [.. body.Stages!.Select(stage => stage.Parsed)],
            body.Retrospective, body.ExcludeImplementer ?? false, body.MailBallots ?? false,
            Words<OneTimeCodeFor>.Parse(body.OneTimeCode));
        var isSame = current is not null && Text(put) == Text(
            new(
                key, current.Match, current.Stages, current.Retrospective, current.ExcludeImplementer,
                current.MailBallots, current.OneTimeCode));
        return isSame ? Decision<ApprovalPolicyEvent>.Nothing : put;
    }

    /// <summary>Why an installation cannot keep such a policy; null when it can.</summary>
    /// <param name="trustsServer">Whether some mail server's word about senders counts.</param>
    public FieldError? Untrusted(bool trustsServer) => MailBallots == true && !trustsServer
        ? new("/mailBallots", "no_authentication_server",
            "This installation trusts no mail server's word about senders, so no answer by mail can be a vote.")
        : null;

    private static string Text(ApprovalPolicyPut put) => JsonSerializer.Serialize(put, Json.Stored);
}

/// <summary>Which changes a policy is for.</summary>
public sealed record PutMatch(
    IReadOnlyList<string>? Type = null, IReadOnlyList<string>? RiskLevel = null, IReadOnlyList<string>? Service = null)
{
    /// <summary>Whether it is for standard changes and nothing else.</summary>
    internal bool IsStandardOnly => Type is [var type] && type == Words<ChangeType>.Of(ChangeType.Standard);

    internal PolicyMatch Parsed => new(Type ?? [], RiskLevel ?? [], Service ?? []);

    internal IEnumerable<FieldError> Validate() =>
    [
        .. OneOf("/match/type", Type, Words<ChangeType>.All),
        .. OneOf("/match/riskLevel", RiskLevel, Words<RiskLevel>.All),
        .. Check.Count("/match/service", Service, 0, 50),
        .. Check.Each("/match/service", Service, (item, value) => Check.Text(item, value, 1, 100)),
    ];

    private static IEnumerable<FieldError> OneOf(string pointer, IReadOnlyList<string>? words,
    IReadOnlyList<string> allowed) =>
        Check.Each(pointer, words,
        (item, word) => [.. Check.Present(item, word), .. Check.OneOf(item, word, [.. allowed])]);
}
