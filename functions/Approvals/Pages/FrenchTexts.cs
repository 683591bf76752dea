using ItsmServerless.Changes;

namespace ItsmServerless.Approvals.Pages;

/// <summary>The pages in French.</summary>
internal static class FrenchTexts
{
    public static PageTexts Page { get; } = new()
    {
        Kicker = "Approbation d’un changement",
        Lead = "Vous êtes invité à décider si ce changement peut être réalisé.",
        OnBehalfOf = name => $"Vous décidez au nom de {name}.",
        SkipToDecision = "Aller à votre décision",
        Summary = "En bref",
        When = "Période",
        Risk = "Risque",
        RiskInputs = (impact, likelihood) => $"impact {Level(impact)}, probabilité {LevelOfHer(likelihood)}",
        RiskPoints = points => points < 2 ? $"questionnaire : {points} point" : $"questionnaire : {points} points",
        Type = "Type",
        RequestedBy = "Demandé par",
        Owner = "Responsable",
        Service = "Service",
        Items = "Éléments de configuration",
        Template = "Modèle",
        DecideBy = "Merci de décider avant",
        Level = Level,
        TypeOf = type => type switch
        {
            ChangeType.Standard => "Changement standard",
            ChangeType.Emergency => "Changement urgent",
            _ => "Changement normal",
        },
        Conflicts = "Conflits",
        NoConflicts = "Rien ne s’oppose à cette période.",
        Conflict = code => code switch
        {
            "freeze" => "Gel des changements",
            "related_item" => "Autre changement sur un élément lié",
            "same_implementer" => "Autre changement des mêmes personnes",
            "outside_maintenance_window" => "Hors de la fenêtre de maintenance",
            _ => "Autre changement sur le même élément",
        },
        Why = "Quoi et pourquoi",
        Plan = "Plan",
        Implementation = "Réalisation",
        Test = "Test",
        Backout = "Retour arrière",
        Tasks = "Tâches",
        Deciders = "Qui décide",
        You = "vous",
        Stage = state => state switch
        {
            StageState.Approved => "approuvé",
            StageState.Rejected => "refusé",
            StageState.Pending => "en cours de décision",
            StageState.Waiting => "viendra plus tard",
            _ => "plus nécessaire",
        },
        Ballot = state => state switch
        {
            BallotState.Approved => "a approuvé",
            BallotState.Rejected => "a refusé",
            BallotState.Pending => "n’a pas encore décidé",
            _ => "n’est plus sollicité",
        },
        NobodyAsked = "Personne n’a encore été sollicité.",
        Decision = "Votre décision",
        Comment = "Commentaire (facultatif)",
        YourComment = "Votre commentaire",
        CommentHint = "Toute personne qui a accès au changement peut le lire.",
        Approve = "Approuver",
        Reject = "Refuser",
        AskedAgain = "Le risque est élevé : une confirmation vous sera demandée.",
        LinkUntil = when =>
            $"Ce lien vous est personnel. Il est valable jusqu’au {when}. L’ouvrir ne décide de rien.",
        ConfirmApprove = "Approuver ce changement à risque élevé ?",
        ConfirmReject = "Refuser ce changement à risque élevé ?",
        ConfirmText = "Rien n’est encore enregistré. Votre décision comptera dès que vous l’aurez confirmée.",
        YesApprove = "Oui, approuver",
        YesReject = "Oui, refuser",
        Back = "Revenir au changement",
        NoComment = "aucun",
        Code = "Code reçu par courriel",
        CodeSent = address =>
            $"Un courriel contenant six chiffres est en route vers {address}. Ils sont valables dix minutes.",
        AnotherCode = "Envoyer un autre code",
        CodeMissing = "Veuillez saisir les six chiffres du courriel.",
        CodeWrong = left => left == 1
            ? "Ce n’est pas le bon code. Il vous reste un essai."
            : $"Ce n’est pas le bon code. Il vous reste {left} essais.",
        CodeExpired = "Ce code est trop ancien. Demandez-en un autre.",
        CodeUsedUp = "Trop de codes erronés ont été saisis. Demandez-en un autre.",
        CodeLimit = "Aucun autre code ne peut être envoyé pour cette décision. Adressez-vous à l’expéditeur du lien.",
        YouApproved = "Vous avez approuvé ce changement",
        YouRejected = "Vous avez refusé ce changement",
        Recorded = "Votre décision est enregistrée. Vous pouvez fermer cette page.",
        RecordedBefore = "Votre décision était déjà enregistrée. Cette tentative n’a rien changé.",
        DecidedBy = "Décidé par",
        DecidedAt = "Décidé le",
        Invalid = (
            "Ce lien ne fonctionne pas",
            "Il est incomplet ou trop ancien. Un courriel plus récent en contient peut-être un autre ; "
            + "sinon, adressez-vous à la personne qui vous l’a envoyé."),
        TakenBack = (
            "Ce lien a été utilisé",
            "Votre vote a été retiré et ce lien ne peut plus servir. Un message plus récent peut en contenir un autre."),
        Withdrawn = (
            "Aucune décision n’est plus nécessaire", "Le changement a été annulé. Vous n’avez plus rien à faire."),
        Changed = (
            "Le changement a été modifié",
            "Ce lien appartient à une version antérieure et ne décide plus de rien. "
            + "Un courriel avec un nouveau lien est en route."),
        PassedOn = (
            "D’autres personnes sont désormais sollicitées",
            "Le délai de cette question est écoulé, ou quelqu’un d’autre décide à votre place. "
            + "Vous n’avez plus rien à faire."),
        VoidBallot = (
            "Ce vote n’est plus valable",
            "Vous n’êtes plus sollicité au sujet de ce changement ; si nécessaire, d’autres personnes le sont. "
            + "Vous n’avez plus rien à faire."),
        ApprovedByOthers = (
            "Le changement est approuvé", "Suffisamment de personnes ont décidé avant vous. Vous n’avez plus rien à faire."),
        RejectedByOthers = (
            "Le changement est refusé", "La décision a été prise sans vous. Vous n’avez plus rien à faire."),
        Unreadable = (
            "L’envoi n’a pas pu être lu",
            "Ce n’est pas le formulaire de cette page. Rouvrez votre lien et réessayez."),
        NotRecorded = "Votre décision n’a pas été enregistrée",
        CommentTooLong = "Le commentaire est trop long : 4 000 caractères au maximum.",
        CommentUnprintable = "Le commentaire contient des caractères qui ne peuvent pas être enregistrés. Saisissez-le à nouveau.",
        NoDecision = "Veuillez choisir : approuver ou refuser.",
    };

    private static string Level(RiskLevel level) => level switch
    {
        RiskLevel.High => "élevé",
        RiskLevel.Medium => "moyen",
        _ => "faible",
    };

    /// <summary>Beside a feminine noun.</summary>
    private static string LevelOfHer(RiskLevel level) => level switch
    {
        RiskLevel.High => "élevée",
        RiskLevel.Medium => "moyenne",
        _ => "faible",
    };
}
