using ItsmServerless.Changes;
using ItsmServerless.Kernel.Languages;

namespace ItsmServerless.Approvals.Pages;

/// <summary>What the pages behind links say in one language. A text that is missing does not compile.</summary>
internal sealed record PageTexts
{
    /// <summary>In every language.</summary>
    public static InEach<PageTexts> InEach { get; } =
        new(EnglishTexts.Page, GermanTexts.Page, FrenchTexts.Page, SpanishTexts.Page);

    public required string Kicker { get; init; }
    public required string Lead { get; init; }
    public required Func<string, string> OnBehalfOf { get; init; }
    public required string SkipToDecision { get; init; }

    public required string Summary { get; init; }
    public required string When { get; init; }
    public required string Risk { get; init; }
    public required Func<RiskLevel, RiskLevel, string> RiskInputs { get; init; }
    public required Func<int, string> RiskPoints { get; init; }
    public required string Type { get; init; }
    public required string RequestedBy { get; init; }
    public required string Owner { get; init; }
    public required string Service { get; init; }
    public required string Items { get; init; }
    public required string Template { get; init; }
    public required string DecideBy { get; init; }
    public required Func<RiskLevel, string> Level { get; init; }
    public required Func<ChangeType, string> TypeOf { get; init; }

    public required string Conflicts { get; init; }
    public required string NoConflicts { get; init; }

    /// <summary>By the code of a conflict.</summary>
    public required Func<string, string> Conflict { get; init; }

    public required string Why { get; init; }
    public required string Plan { get; init; }
    public required string Implementation { get; init; }
    public required string Test { get; init; }
    public required string Backout { get; init; }
    public required string Tasks { get; init; }

    public required string Deciders { get; init; }
    public required string You { get; init; }
    public required Func<StageState, string> Stage { get; init; }
    public required Func<BallotState, string> Ballot { get; init; }
    public required string NobodyAsked { get; init; }

    public required string Decision { get; init; }
    public required string Comment { get; init; }
    public required string YourComment { get; init; }
    public required string CommentHint { get; init; }
    public required string Approve { get; init; }
    public required string Reject { get; init; }
    public required string AskedAgain { get; init; }
    public required Func<string, string> LinkUntil { get; init; }

    public required string ConfirmApprove { get; init; }
    public required string ConfirmReject { get; init; }
    public required string ConfirmText { get; init; }
    public required string YesApprove { get; init; }
    public required string YesReject { get; init; }
    public required string Back { get; init; }
    public required string NoComment { get; init; }

    public required string Code { get; init; }

    /// <summary>By the address that it was mailed to.</summary>
    public required Func<string, string> CodeSent { get; init; }
    public required string AnotherCode { get; init; }
    public required string CodeMissing { get; init; }

    /// <summary>By the tries that are left, at least one.</summary>
    public required Func<int, string> CodeWrong { get; init; }
    public required string CodeExpired { get; init; }
    public required string CodeUsedUp { get; init; }
    public required string CodeLimit { get; init; }

    public required string YouApproved { get; init; }
    public required string YouRejected { get; init; }
    public required string Recorded { get; init; }
    public required string RecordedBefore { get; init; }
    public required string DecidedBy { get; init; }
    public required string DecidedAt { get; init; }

    public required (string Title, string Text) Invalid { get; init; }
    public required (string Title, string Text) Withdrawn { get; init; }
    public required (string Title, string Text) TakenBack { get; init; }
    public required (string Title, string Text) Changed { get; init; }
    public required (string Title, string Text) PassedOn { get; init; }
    public required (string Title, string Text) VoidBallot { get; init; }
    public required (string Title, string Text) ApprovedByOthers { get; init; }
    public required (string Title, string Text) RejectedByOthers { get; init; }
    public required (string Title, string Text) Unreadable { get; init; }

    public required string NotRecorded { get; init; }
    public required string CommentTooLong { get; init; }
    public required string CommentUnprintable { get; init; }
    public required string NoDecision { get; init; }
}
