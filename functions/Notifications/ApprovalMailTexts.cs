using ItsmServerless.Approvals;
using ItsmServerless.Kernel.Languages;

namespace ItsmServerless.Notifications;

/// <summary>What mails and cards to approvers say in one language.</summary>
internal sealed record ApprovalMailTexts
{
    /// <summary>In every language.</summary>
    public static InEach<ApprovalMailTexts> InEach { get; } = new(English(), German(), French(), Spanish());

    public required Func<string, string> Asked { get; init; }
    public required Func<string, string> Reminded { get; init; }
    public required Func<string, string, string> AskedOthers { get; init; }
    public required string Change { get; init; }
    public required string Title { get; init; }
    public required string Stage { get; init; }
    public required string RequestedBy { get; init; }
    public required string OnBehalfOf { get; init; }
    public required string DecideBy { get; init; }
    public required string Decide { get; init; }
    public required Func<string, string> LinkUntil { get; init; }

    /// <summary>How to answer with the decision; the words are those of <see cref="BallotWords"/>.</summary>
    public required Func<string, string, string> AnswerWith { get; init; }

    /// <summary>By the number of the change.</summary>
    public required Func<string, string> CodeFor { get; init; }
    public required string Code { get; init; }
    public required Func<string, string> CodeUntil { get; init; }

    private static ApprovalMailTexts English() => new()
    {
        Asked = number => $"You are asked to approve {number}.",
        Reminded = number => $"You have not yet decided on {number}.",
        AskedOthers = (names, number) => $"Asked to decide on {number}: {names}. Each has a mail with a link.",
        Change = "Change",
        Title = "Title",
        Stage = "Stage",
        RequestedBy = "Asked by",
        OnBehalfOf = "On behalf of",
        DecideBy = "Decide by",
        Decide = "Read it and decide",
        LinkUntil = when => $"The link is for you alone. It works until {when}. Opening it decides nothing.",
        AnswerWith = (approve, reject) =>
            $"Or answer this mail: the first line is the word {approve} or {reject} and nothing else; a comment may " +
            "follow.",
        CodeFor = number => $"Somebody decides on {number} by your link, and needs this code:",
        Code = "Code",
        CodeUntil = when => $"It works until {when}. If it was not you, tell nobody the code; nothing is decided then.",
    };

    private static ApprovalMailTexts German() => new()
    {
        Asked = number => $"Sie werden um die Genehmigung von {number} gebeten.",
        Reminded = number => $"Sie haben über {number} noch nicht entschieden.",
        AskedOthers = (names, number) => $"Über {number} sollen entscheiden: {names}. Den Link hat jede Person per E-Mail.",
        Change = "Change",
        Title = "Titel",
        Stage = "Stufe",
        RequestedBy = "Beantragt von",
        OnBehalfOf = "In Vertretung von",
        DecideBy = "Entscheiden bis",
        Decide = "Lesen und entscheiden",
        LinkUntil = when => $"Der Link ist nur für Sie bestimmt und gilt bis {when}. Ihn zu öffnen entscheidet nichts.",
        AnswerWith = (approve, reject) =>
            $"Oder antworten Sie auf diese E-Mail: In der ersten Zeile steht nur das Wort {approve} oder {reject}, " +
            "darunter, wenn Sie mögen, ein Kommentar.",
        CodeFor = number => $"Jemand entscheidet mit Ihrem Link über {number} und braucht dafür diesen Code:",
        Code = "Code",
        CodeUntil = when =>
            $"Er gilt bis {when}. Wenn Sie es nicht sind, geben Sie ihn niemandem; dann wird nichts entschieden.",
    };

    private static ApprovalMailTexts French() => new()
    {
        Asked = number => $"Vous êtes invité à approuver {number}.",
        Reminded = number => $"Vous n’avez pas encore pris de décision sur {number}.",
        AskedOthers = (names, number) =>
            $"La décision sur {number} est demandée à : {names}. Chaque personne a reçu un lien par courriel.",
        Change = "Changement",
        Title = "Titre",
        Stage = "Étape",
        RequestedBy = "Demandé par",
        OnBehalfOf = "Au nom de",
        DecideBy = "À décider avant",
        Decide = "Lire et décider",
        LinkUntil = when => $"Ce lien vous est personnel. Il est valable jusqu’au {when}. L’ouvrir ne décide de rien.",
        AnswerWith = (approve, reject) =>
            $"Ou répondez à ce courriel : la première ligne contient seulement le mot {approve} ou {reject} ; un " +
            "commentaire peut suivre.",
        CodeFor = number => $"Quelqu’un décide de {number} avec votre lien et a besoin de ce code :",
        Code = "Code",
        CodeUntil = when =>
            $"Il est valable jusqu’au {when}. Si ce n’est pas vous, ne le donnez à personne ; rien ne sera décidé.",
    };

    private static ApprovalMailTexts Spanish() => new()
    {
        Asked = number => $"Se le pide que apruebe {number}.",
        Reminded = number => $"Todavía no ha decidido sobre {number}.",
        AskedOthers = (names, number) =>
            $"Deben decidir sobre {number}: {names}. Cada persona ha recibido un enlace por correo.",
        Change = "Cambio",
        Title = "Título",
        Stage = "Etapa",
        RequestedBy = "Solicitado por",
        OnBehalfOf = "En nombre de",
        DecideBy = "Decidir antes de",
        Decide = "Leer y decidir",
        LinkUntil = when => $"El enlace es solo para usted y vale hasta: {when}. Abrirlo no decide nada.",
        AnswerWith = (approve, reject) =>
            $"O responda a este correo: la primera línea contiene solo la palabra {approve} o {reject}; debajo puede " +
            "añadir un comentario.",
        CodeFor = number => $"Alguien decide sobre {number} con su enlace y necesita este código:",
        Code = "Código",
        CodeUntil = when => $"Vale hasta: {when}. Si no es usted, no lo dé a nadie; así no se decide nada.",
    };
}
