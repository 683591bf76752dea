namespace ItsmServerless.Local.Durable.Replay;

/// <summary>A replay took another path than the history: the orchestrator changed, or reads what may change.</summary>
public sealed class NonDeterminismException(string message) : Exception(message)
{
    internal static NonDeterminismException Other(int id, string recorded, string taken) =>
        new($"Step #{id} of the history is {recorded}, but the replay took {taken}. {Advice}");

    internal static NonDeterminismException Additional(int id, string taken) =>
        new($"The replay took step #{id}, {taken}, where the history has none. {Advice}");

    internal static NonDeterminismException Missing(int id, string recorded) =>
        new($"Step #{id} of the history is {recorded}, but the replay did not take it. {Advice}");

    internal static NonDeterminismException EndedEarly() =>
        new($"The replay came to its end although the history goes on. {Advice}");

    private const string Advice = "A changed orchestrator needs a new name or version; its code must be deterministic.";
}
