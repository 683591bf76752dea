using ItsmServerless.Kernel.Languages;

namespace ItsmServerless.Notifications.Templates;

/// <summary>What the things that notices tell are called.</summary>
internal static class ValueNames
{
    /// <summary>The names of values.</summary>
    public static InEach<Func<string, string>> InEach { get; } = new(
        Of("Incident", "Title", "Priority", "State", "Agreement", "Target", "Due"),
        Of("Störung", "Titel", "Priorität", "Status", "Vereinbarung", "Ziel", "Fällig"),
        Of("Incident", "Titre", "Priorité", "État", "Accord", "Objectif", "Échéance"),
        Of("Incidencia", "Título", "Prioridad", "Estado", "Acuerdo", "Objetivo", "Vence"));

    /// <summary>The names of what clocks measure.</summary>
    public static InEach<Func<string, string>> Metrics { get; } = new(
        metric => metric.Replace('_', ' '),
        Metric("die erste Antwort", "die nächste Antwort", "die Lösung"),
        Metric("la première réponse", "la réponse suivante", "la résolution"),
        Metric("la primera respuesta", "la respuesta siguiente", "la resolución"));

    private static Func<string, string> Of(
        string number, string title, string priority, string state, string agreement, string metric, string due) =>
        name => name switch
        {
            "number" => number,
            "title" => title,
            "priority" => priority,
            "state" => state,
            "agreement" => agreement,
            "metric" => metric,
            "due" => due,
            _ => name,
        };

    private static Func<string, string> Metric(string first, string next, string resolution) => metric => metric switch
    {
        "first_response" => first,
        "next_response" => next,
        "resolution" => resolution,
        _ => metric,
    };
}
