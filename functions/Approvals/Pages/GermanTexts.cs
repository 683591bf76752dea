using ItsmServerless.Changes;

namespace ItsmServerless.Approvals.Pages;

/// <summary>The pages in German.</summary>
internal static class GermanTexts
{
    public static PageTexts Page { get; } = new()
    {
        Kicker = "Genehmigung eines Changes",
        Lead = "Bitte entscheiden Sie, ob dieser Change umgesetzt werden darf.",
        OnBehalfOf = name => $"Sie entscheiden in Vertretung von {name}.",
        SkipToDecision = "Zu Ihrer Entscheidung",
        Summary = "Auf einen Blick",
        When = "Zeitraum",
        Risk = "Risiko",
        RiskInputs = (impact, likelihood) => $"Auswirkung {Level(impact)}, Wahrscheinlichkeit {Level(likelihood)}",
        RiskPoints = points => points == 1 ? "Fragebogen: 1 Punkt" : $"Fragebogen: {points} Punkte",
        Type = "Art",
        RequestedBy = "Beantragt von",
        Owner = "Verantwortlich",
        Service = "Service",
        Items = "Configuration Items",
        Template = "Vorlage",
        DecideBy = "Bitte entscheiden bis",
        Level = Level,
        TypeOf = type => type switch
        {
            ChangeType.Standard => "Standard-Change",
            ChangeType.Emergency => "Notfall-Change",
            _ => "Normaler Change",
        },
        Conflicts = "Konflikte",
        NoConflicts = "Zu dieser Zeit steht nichts entgegen.",
        Conflict = code => code switch
        {
            "freeze" => "Änderungssperre",
            "related_item" => "Anderer Change an einem verwandten Item",
            "same_implementer" => "Anderer Change derselben Personen",
            "outside_maintenance_window" => "Außerhalb des Wartungsfensters",
            _ => "Anderer Change am selben Item",
        },
        Why = "Was und warum",
        Plan = "Plan",
        Implementation = "Umsetzung",
        Test = "Test",
        Backout = "Rückfallplan",
        Tasks = "Aufgaben",
        Deciders = "Wer entscheidet",
        You = "Sie",
        Stage = state => state switch
        {
            StageState.Approved => "genehmigt",
            StageState.Rejected => "abgelehnt",
            StageState.Pending => "wird entschieden",
            StageState.Waiting => "folgt später",
            _ => "nicht mehr nötig",
        },
        Ballot = state => state switch
        {
            BallotState.Approved => "genehmigt",
            BallotState.Rejected => "abgelehnt",
            BallotState.Pending => "noch nicht entschieden",
            _ => "nicht mehr gefragt",
        },
        NobodyAsked = "Hier wurde noch niemand gefragt.",
        Decision = "Ihre Entscheidung",
        Comment = "Kommentar (freiwillig)",
        YourComment = "Ihr Kommentar",
        CommentHint = "Alle, die den Change sehen dürfen, können ihn lesen.",
        Approve = "Genehmigen",
        Reject = "Ablehnen",
        AskedAgain = "Das Risiko ist hoch, deshalb fragen wir noch einmal nach.",
        LinkUntil = when => $"Dieser Link ist nur für Sie bestimmt und gilt bis {when}. Ihn zu öffnen entscheidet nichts.",
        ConfirmApprove = "Diesen Change mit hohem Risiko genehmigen?",
        ConfirmReject = "Diesen Change mit hohem Risiko ablehnen?",
        ConfirmText = "Noch ist nichts gespeichert. Ihre Entscheidung zählt, sobald Sie sie bestätigen.",
        YesApprove = "Ja, genehmigen",
        YesReject = "Ja, ablehnen",
        Back = "Zurück zum Change",
        NoComment = "keiner",
        Code = "Code aus der E-Mail",
        CodeSent = address => $"Eine E-Mail mit sechs Ziffern ist unterwegs an {address}. Sie gelten zehn Minuten.",
        AnotherCode = "Neuen Code senden",
        CodeMissing = "Bitte geben Sie die sechs Ziffern aus der E-Mail ein.",
        CodeWrong = left => left == 1
            ? "Das ist nicht der Code. Sie haben noch einen Versuch."
            : $"Das ist nicht der Code. Sie haben noch {left} Versuche.",
        CodeExpired = "Dieser Code ist zu alt. Fordern Sie einen neuen an.",
        CodeUsedUp = "Es wurden zu viele falsche Codes eingegeben. Fordern Sie einen neuen an.",
        CodeLimit = "Für diese Entscheidung kann kein weiterer Code gesendet werden. Bitte wenden Sie sich an den " +
            "Absender des Links.",
        YouApproved = "Sie haben diesen Change genehmigt",
        YouRejected = "Sie haben diesen Change abgelehnt",
        Recorded = "Ihre Entscheidung ist gespeichert. Sie können diese Seite schließen.",
        RecordedBefore = "Ihre Entscheidung war bereits gespeichert. Dieser Versuch hat nichts geändert.",
        DecidedBy = "Entschieden von",
        DecidedAt = "Entschieden am",
        Invalid = (
            "Dieser Link funktioniert nicht",
            "Er ist unvollständig oder zu alt. Vielleicht enthält eine neuere E-Mail einen anderen; "
            + "sonst fragen Sie bitte, wer ihn geschickt hat."),
        TakenBack = (
            "Dieser Link wurde verwendet",
            "Ihre Stimme wurde zurückgenommen, und der Link gilt kein zweites Mal. Eine neuere Mail kann einen anderen enthalten."),
        Withdrawn = (
            "Eine Entscheidung ist nicht mehr nötig", "Der Change wurde abgebrochen. Für Sie ist nichts mehr zu tun."),
        Changed = (
            "Der Change wurde geändert",
            "Dieser Link gehört zu einer früheren Fassung und entscheidet nichts mehr. "
            + "Eine E-Mail mit einem neuen Link ist unterwegs."),
        PassedOn = (
            "Jetzt sind andere gefragt",
            "Die Zeit für diese Frage ist abgelaufen, oder jemand anderes entscheidet an Ihrer Stelle. "
            + "Für Sie ist nichts mehr zu tun."),
        VoidBallot = (
            "Diese Stimme ist ungültig",
            "Sie werden zu diesem Change nicht mehr gefragt; wo es nötig ist, sind andere gefragt. "
            + "Für Sie ist nichts mehr zu tun."),
        ApprovedByOthers = (
            "Der Change ist genehmigt", "Genügend andere haben vor Ihnen entschieden. Für Sie ist nichts mehr zu tun."),
        RejectedByOthers = (
            "Der Change ist abgelehnt", "Es wurde ohne Sie entschieden. Für Sie ist nichts mehr zu tun."),
        Unreadable = (
            "Das war nicht lesbar",
            "Gesendet wurde nicht das Formular dieser Seite. Bitte öffnen Sie Ihren Link noch einmal."),
        NotRecorded = "Ihre Entscheidung wurde nicht gespeichert",
        CommentTooLong = "Der Kommentar ist zu lang. Erlaubt sind 4.000 Zeichen.",
        CommentUnprintable = "Der Kommentar enthält Zeichen, die nicht gespeichert werden können. Bitte neu eingeben.",
        NoDecision = "Bitte wählen Sie: genehmigen oder ablehnen.",
    };

    private static string Level(RiskLevel level) => level switch
    {
        RiskLevel.High => "hoch",
        RiskLevel.Medium => "mittel",
        _ => "gering",
    };
}
