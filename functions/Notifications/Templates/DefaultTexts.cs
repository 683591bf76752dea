using ItsmServerless.Kernel.Languages;

namespace ItsmServerless.Notifications.Templates;

/// <summary>What mails about incidents say where a tenant has no words of its own.</summary>
internal static class DefaultTexts
{
    private const string Subject = "[{{number}}] {{title}}";

    public static InEach<TemplateText> FirstContact { get; } = Same(
        "[{{number}}] We have received your message", "[{{number}}] Ihre Nachricht ist eingegangen",
        "[{{number}}] Nous avons reçu votre message", "[{{number}}] Hemos recibido su mensaje");

    public static InEach<TemplateText> Acknowledged { get; } = Same(Subject, Subject, Subject, Subject);

    public static InEach<TemplateText> Answered { get; } = About(
        "There is an answer to {{number}}:\n\n{{text}}",
        "Zu {{number}} gibt es eine Antwort:\n\n{{text}}",
        "Une réponse a été apportée à {{number}} :\n\n{{text}}",
        "Hay una respuesta a {{number}}:\n\n{{text}}");

    public static InEach<TemplateText> Written { get; } = About(
        "The requester of {{number}} wrote:\n\n{{text}}",
        "Zu {{number}} wurde geschrieben:\n\n{{text}}",
        "Le demandeur de {{number}} a écrit :\n\n{{text}}",
        "El solicitante de {{number}} escribió:\n\n{{text}}");

    public static InEach<TemplateText> WrittenOfMerged { get; } = About(
        "The requester of an incident that was merged into {{number}} wrote:\n\n{{text}}",
        "Zu einer Störung, die in {{number}} aufgegangen ist, wurde geschrieben:\n\n{{text}}",
        "Le demandeur d’un incident fusionné avec {{number}} a écrit :\n\n{{text}}",
        "El solicitante de una incidencia fusionada con {{number}} escribió:\n\n{{text}}");

    public static InEach<TemplateText> Resolved { get; } = About(
        "{{number}} is resolved:\n\n{{text}}\n\nIf it is not, answer this mail and work on it goes on.",
        "{{number}} ist gelöst:\n\n{{text}}\n\nFalls nicht, antworten Sie auf diese E-Mail; dann geht es weiter.",
        "{{number}} est résolu :\n\n{{text}}\n\nSinon, répondez à ce courriel et le traitement reprendra.",
        "{{number}} está resuelta:\n\n{{text}}\n\nSi no es así, responda a este correo y seguiremos con ella.");

    public static InEach<TemplateText> Warned { get; } = About(
        "{{percent}} % of the time for {{metric}} is used up.\n\n{{details}}",
        "{{percent}} % der Zeit für {{metric}} sind verbraucht.\n\n{{details}}",
        "{{percent}} % du temps prévu pour {{metric}} est écoulé.\n\n{{details}}",
        "Se ha consumido el {{percent}} % del tiempo para {{metric}}.\n\n{{details}}");

    public static InEach<TemplateText> Breached { get; } = About(
        "The time for {{metric}} has run out.\n\n{{details}}",
        "Die Zeit für {{metric}} ist abgelaufen.\n\n{{details}}",
        "Le temps prévu pour {{metric}} est dépassé.\n\n{{details}}",
        "El tiempo para {{metric}} se ha agotado.\n\n{{details}}");

    private static InEach<TemplateText> Same(string english, string german, string french, string spanish) => new(
        new(english, "We have received your message.\n\n" +
            "Your request is registered as {{number}}. To add something, just answer this mail."),
        new(german, "Ihre Nachricht ist eingegangen.\n\n" +
            "Ihr Anliegen hat die Nummer {{number}}. Um etwas zu ergänzen, antworten Sie auf diese E-Mail."),
        new(french, "Nous avons reçu votre message.\n\n" +
            "Votre demande porte le numéro {{number}}. Pour la compléter, répondez à ce courriel."),
        new(spanish, "Hemos recibido su mensaje.\n\n" +
            "Su solicitud tiene el número {{number}}. Para añadir algo, responda a este correo."));

    private static InEach<TemplateText> About(string english, string german, string french, string spanish) => new(
        new(Subject, english), new(Subject, german), new(Subject, french), new(Subject, spanish));
}
