using Microsoft.DurableTask;

namespace ItsmServerless.Local.Durable;

/// <summary>The tasks of one kind, by name and version.</summary>
internal sealed class VersionedTasks<TBody>
    where TBody : class
{
    private readonly Dictionary<(TaskName, TaskVersion), TBody> _bodies = [];
    private readonly HashSet<TaskName> _versioned = [];

    /// <summary>Adds one.</summary>
    /// <exception cref="ArgumentException">There is one of that name and version.</exception>
    public void Add(TaskName name, TaskVersion version, TBody body)
    {
        if (!_bodies.TryAdd((name, version), body))
            throw new ArgumentException($"'{name}' is there already in the version '{version}'.", nameof(name));
        if (version != TaskVersion.Unversioned)
            _versioned.Add(name);
    }

    /// <summary>The one of exactly that version; the only one of its name if that has no version.</summary>
    public TBody? Find(TaskName name, TaskVersion version) =>
        _bodies.GetValueOrDefault((name, version))
        ?? (_versioned.Contains(name) ? null : _bodies.GetValueOrDefault((name, TaskVersion.Unversioned)));
}
