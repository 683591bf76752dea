using ItsmServerless.Changes;

namespace ItsmServerless.Approvals.Pages;

/// <summary>The pages in English.</summary>
internal static class EnglishTexts
{
    public static PageTexts Page { get; } = new()
    {
        Kicker = "Change approval",
        Lead = "You are asked to decide whether this change may be made.",
        OnBehalfOf = name => $"You decide on behalf of {name}.",
        SkipToDecision = "Go to your decision",
        Summary = "At a glance",
        When = "When",
        Risk = "Risk",
        RiskInputs = (impact, likelihood) => $"impact {Level(impact)}, likelihood {Level(likelihood)}",
        RiskPoints = points => points == 1 ? "questionnaire: 1 point" : $"questionnaire: {points} points",
        Type = "Type",
        RequestedBy = "Requested by",
        Owner = "Owner",
        Service = "Service",
        Items = "Configuration items",
        Template = "Template",
        DecideBy = "Please decide by",
        Level = Level,
        TypeOf = type => type switch
        {
            ChangeType.Standard => "Standard change",
            ChangeType.Emergency => "Emergency change",
            _ => "Normal change",
        },
        Conflicts = "Conflicts",
        NoConflicts = "Nothing stands against this time.",
        Conflict = code => code switch
        {
            "freeze" => "Change freeze",
            "related_item" => "Another change of a related item",
            "same_implementer" => "Another change of the same people",
            "outside_maintenance_window" => "Outside the maintenance window",
            _ => "Another change of the same item",
        },
        Why = "What and why",
        Plan = "Plan",
        Implementation = "Implementation",
        Test = "Test",
        Backout = "Back-out",
        Tasks = "Tasks",
        Deciders = "Who decides",
        You = "you",
        Stage = state => state switch
        {
            StageState.Approved => "approved",
            StageState.Rejected => "rejected",
            StageState.Pending => "being decided",
            StageState.Waiting => "comes later",
            _ => "no longer needed",
        },
        Ballot = state => state switch
        {
            BallotState.Approved => "approved",
            BallotState.Rejected => "rejected",
            BallotState.Pending => "not decided yet",
            _ => "no longer asked",
        },
        NobodyAsked = "Nobody has been asked yet.",
        Decision = "Your decision",
        Comment = "Comment (optional)",
        YourComment = "Your comment",
        CommentHint = "Everybody who can see the change can read it.",
        Approve = "Approve",
        Reject = "Reject",
        AskedAgain = "The risk is high, so you will be asked once more.",
        LinkUntil = when => $"This link is for you alone. It works until {when}. Opening it decides nothing.",
        ConfirmApprove = "Approve this high-risk change?",
        ConfirmReject = "Reject this high-risk change?",
        ConfirmText = "Nothing is recorded yet. Your decision counts as soon as you confirm it.",
        YesApprove = "Yes, approve",
        YesReject = "Yes, reject",
        Back = "Back to the change",
        NoComment = "none",
        Code = "Code from the mail",
        CodeSent = address => $"A mail with six digits is on its way to {address}. They are good for ten minutes.",
        AnotherCode = "Send me another code",
        CodeMissing = "Please enter the six digits from the mail.",
        CodeWrong = left => left == 1
            ? "This is not the code. You have one more try."
            : $"This is not the code. You have {left} more tries.",
        CodeExpired = "This code is too old. Ask for another one.",
        CodeUsedUp = "Too many wrong codes were entered. Ask for another one.",
        CodeLimit = "No more codes can be sent for this decision. Please ask whoever sent you the link.",
        YouApproved = "You approved this change",
        YouRejected = "You rejected this change",
        Recorded = "Your decision is recorded. You can close this page.",
        RecordedBefore = "Your decision was recorded before. This attempt changed nothing.",
        DecidedBy = "Decided by",
        DecidedAt = "Decided at",
        Invalid = (
            "This link does not work",
            "It may be incomplete or too old. A newer mail may hold another; otherwise ask whoever sent it to you."),
        TakenBack = (
            "This link was used",
            "Your vote by it was taken back, and it cannot be used again. A newer mail may hold another link."),
        Withdrawn = ("No decision is needed any more", "The change was cancelled. Nothing is left for you to do."),
        Changed = (
            "The change has been edited",
            "This link belongs to an earlier version and decides nothing any more. A mail with a new link is on its way."),
        PassedOn = (
            "Others are asked now",
            "The time for this question is over, or somebody else decides in your place. Nothing is left for you to do."),
        VoidBallot = (
            "This ballot is void",
            "You are not asked about this change any more; where it is needed, others are. "
            + "Nothing is left for you to do."),
        ApprovedByOthers = ("The change is approved", "Enough others decided before you. Nothing is left for you to do."),
        RejectedByOthers = ("The change is rejected", "It was decided without you. Nothing is left for you to do."),
        Unreadable = (
            "This could not be read", "What was sent is not the form of this page. Open your link again and try once more."),
        NotRecorded = "Your decision was not recorded",
        CommentTooLong = "The comment is too long. It may have 4,000 characters.",
        CommentUnprintable = "The comment holds characters that cannot be stored. Please type it again.",
        NoDecision = "Please choose: approve or reject.",
    };

    private static string Level(RiskLevel level) => level switch
    {
        RiskLevel.High => "high",
        RiskLevel.Medium => "medium",
        _ => "low",
    };
}
