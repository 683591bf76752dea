namespace Microsoft.DurableTask;

/// <summary>What a class says about the task it is.</summary>
internal static class TaskTypes
{
    /// <summary>The name of the task.</summary>
    public static TaskName NameOf(Type type) =>
        Described(type) is { Name: { Name.Length: > 0 } name } ? name : new TaskName(type.Name);

    /// <summary>The version of the task.</summary>
    public static TaskVersion VersionOf(Type type) => new(Described(type)?.Version);

    /// <exception cref="ArgumentException">No instance of it can be made, or it is something else.</exception>
    public static void EnsureIs<TTask>(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.IsAbstract || !type.IsAssignableTo(typeof(TTask)))
            throw new ArgumentException($"{type} is no concrete {typeof(TTask).Name}.", nameof(type));
    }

    private static DurableTaskAttribute? Described(Type type) =>
        (DurableTaskAttribute?)Attribute.GetCustomAttribute(type, typeof(DurableTaskAttribute));
}
