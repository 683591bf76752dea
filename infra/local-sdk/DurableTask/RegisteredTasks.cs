namespace Microsoft.DurableTask;

/// <summary>The factories of one kind of task, by name and version.</summary>
internal sealed class RegisteredTasks<TTask>(string kind)
    where TTask : class
{
    private readonly Dictionary<(TaskName, TaskVersion), Func<IServiceProvider, TTask>> _factories = [];

    /// <summary>All of them; a name of several versions once for each.</summary>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, TTask>>> All =>
        _factories.Select(one => KeyValuePair.Create(one.Key.Item1, one.Value));

    /// <summary>The factory of a name without a version.</summary>
    public Func<IServiceProvider, TTask>? Unversioned(TaskName name) =>
        _factories.GetValueOrDefault((name, TaskVersion.Unversioned));

    /// <exception cref="ArgumentException">There is one of that name and version, or the name is none.</exception>
    public void Add(TaskName name, TaskVersion version, Func<IServiceProvider, TTask> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (string.IsNullOrEmpty(name.Name))
            throw new ArgumentException("A task needs a name.", nameof(name));
        if (version.Version.Length > 0 && string.IsNullOrWhiteSpace(version.Version))
            throw new ArgumentException("A version is not made of white space alone.", nameof(version));
        if (!_factories.TryAdd((name, version), factory))
            throw new ArgumentException($"An {kind} named '{name}'{Say(version)} is already added.", nameof(name));
    }

    private static string Say(TaskVersion version) =>
        version.Version.Length == 0 ? string.Empty : $" with version '{version}'";
}
