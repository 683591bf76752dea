using ItsmServerless.Changes;

namespace ItsmServerless.Approvals.Pages;

/// <summary>The pages in Spanish.</summary>
internal static class SpanishTexts
{
    public static PageTexts Page { get; } = new()
    {
        Kicker = "Aprobación de un cambio",
        Lead = "Se le pide que decida si este cambio puede llevarse a cabo.",
        OnBehalfOf = name => $"Usted decide en nombre de {name}.",
        SkipToDecision = "Ir a su decisión",
        Summary = "De un vistazo",
        When = "Cuándo",
        Risk = "Riesgo",
        RiskInputs = (impact, likelihood) => $"impacto {Level(impact)}, probabilidad {LevelOfHer(likelihood)}",
        RiskPoints = points => points == 1 ? "cuestionario: 1 punto" : $"cuestionario: {points} puntos",
        Type = "Tipo",
        RequestedBy = "Solicitado por",
        Owner = "Responsable",
        Service = "Servicio",
        Items = "Elementos de configuración",
        Template = "Plantilla",
        DecideBy = "Decida antes de",
        Level = Level,
        TypeOf = type => type switch
        {
            ChangeType.Standard => "Cambio estándar",
            ChangeType.Emergency => "Cambio de emergencia",
            _ => "Cambio normal",
        },
        Conflicts = "Conflictos",
        NoConflicts = "Nada se opone a este horario.",
        Conflict = code => code switch
        {
            "freeze" => "Congelación de cambios",
            "related_item" => "Otro cambio en un elemento relacionado",
            "same_implementer" => "Otro cambio de las mismas personas",
            "outside_maintenance_window" => "Fuera de la ventana de mantenimiento",
            _ => "Otro cambio en el mismo elemento",
        },
        Why = "Qué y por qué",
        Plan = "Plan",
        Implementation = "Implementación",
        Test = "Prueba",
        Backout = "Reversión",
        Tasks = "Tareas",
        Deciders = "Quién decide",
        You = "usted",
        Stage = state => state switch
        {
            StageState.Approved => "aprobada",
            StageState.Rejected => "rechazada",
            StageState.Pending => "en decisión",
            StageState.Waiting => "vendrá después",
            _ => "ya no es necesaria",
        },
        Ballot = state => state switch
        {
            BallotState.Approved => "ha aprobado",
            BallotState.Rejected => "ha rechazado",
            BallotState.Pending => "aún no ha decidido",
            _ => "ya no se le consulta",
        },
        NobodyAsked = "Todavía no se ha consultado a nadie.",
        Decision = "Su decisión",
        Comment = "Comentario (opcional)",
        YourComment = "Su comentario",
        CommentHint = "Podrá leerlo cualquier persona que tenga acceso al cambio.",
        Approve = "Aprobar",
        Reject = "Rechazar",
        AskedAgain = "El riesgo es alto, por lo que se le pedirá una confirmación.",
        LinkUntil = when => $"Este enlace es solo para usted y vale hasta: {when}. Abrirlo no decide nada.",
        ConfirmApprove = "¿Aprobar este cambio de alto riesgo?",
        ConfirmReject = "¿Rechazar este cambio de alto riesgo?",
        ConfirmText = "Todavía no se ha registrado nada. Su decisión contará en cuanto la confirme.",
        YesApprove = "Sí, aprobar",
        YesReject = "Sí, rechazar",
        Back = "Volver al cambio",
        NoComment = "ninguno",
        Code = "Código del correo",
        CodeSent = address => $"Un correo con seis cifras va de camino a {address}. Valen diez minutos.",
        AnotherCode = "Enviar otro código",
        CodeMissing = "Escriba las seis cifras del correo.",
        CodeWrong = left => left == 1
            ? "Ese no es el código. Le queda un intento."
            : $"Ese no es el código. Le quedan {left} intentos.",
        CodeExpired = "Ese código es demasiado antiguo. Pida otro.",
        CodeUsedUp = "Se han escrito demasiados códigos erróneos. Pida otro.",
        CodeLimit = "No se pueden enviar más códigos para esta decisión. Pregunte a quien le envió el enlace.",
        YouApproved = "Ha aprobado este cambio",
        YouRejected = "Ha rechazado este cambio",
        Recorded = "Su decisión ha quedado registrada. Puede cerrar esta página.",
        RecordedBefore = "Su decisión ya estaba registrada. Este intento no ha cambiado nada.",
        DecidedBy = "Decidido por",
        DecidedAt = "Fecha de la decisión",
        Invalid = (
            "Este enlace no funciona",
            "Está incompleto o es demasiado antiguo. Puede que un correo más reciente contenga otro; "
            + "si no, pregunte a quien se lo envió."),
        TakenBack = (
            "Este enlace ya se usó",
            "Su voto fue retirado y este enlace no puede usarse de nuevo. Un correo más reciente puede contener otro."),
        Withdrawn = ("Ya no hace falta ninguna decisión", "El cambio fue cancelado. No tiene que hacer nada más."),
        Changed = (
            "El cambio ha sido modificado",
            "Este enlace corresponde a una versión anterior y ya no decide nada. "
            + "Recibirá un correo con un enlace nuevo."),
        PassedOn = (
            "Ahora se consulta a otras personas",
            "El plazo de esta consulta ha vencido, o alguien decide en su lugar. No tiene que hacer nada más."),
        VoidBallot = (
            "Este voto ya no es válido",
            "Ya no se le consulta sobre este cambio; si hace falta, se consulta a otras personas. "
            + "No tiene que hacer nada más."),
        ApprovedByOthers = (
            "El cambio está aprobado", "Suficientes personas decidieron antes que usted. No tiene que hacer nada más."),
        RejectedByOthers = ("El cambio está rechazado", "Se decidió sin usted. No tiene que hacer nada más."),
        Unreadable = (
            "No se pudo leer el envío",
            "Lo enviado no es el formulario de esta página. Abra de nuevo su enlace e inténtelo otra vez."),
        NotRecorded = "Su decisión no se ha registrado",
        CommentTooLong = "El comentario es demasiado largo. El máximo son 4000 caracteres.",
        CommentUnprintable = "El comentario contiene caracteres que no se pueden guardar. Escríbalo de nuevo.",
        NoDecision = "Elija: aprobar o rechazar.",
    };

    private static string Level(RiskLevel level) => level switch
    {
        RiskLevel.High => "alto",
        RiskLevel.Medium => "medio",
        _ => "bajo",
    };

    /// <summary>Beside a feminine noun.</summary>
    private static string LevelOfHer(RiskLevel level) => level switch
    {
        RiskLevel.High => "alta",
        RiskLevel.Medium => "media",
        _ => "baja",
    };
}
