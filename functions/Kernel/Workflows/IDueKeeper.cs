namespace ItsmServerless.Kernel.Workflows;

/// <summary>Does what is due for one kind of record: what its orchestration should have done, had it not been
/// lost.</summary>
public interface IDueKeeper
{
    /// <summary>The prefix of the ids of its records.</summary>
    string Prefix { get; }

    /// <summary>Does what is due and takes the entry away, or files the next one. Must be safe to repeat, and to run
    /// beside the orchestration.</summary>
    Task Tend(DueEntry entry, CancellationToken cancel);
}
