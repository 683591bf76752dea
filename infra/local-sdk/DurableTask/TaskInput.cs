namespace Microsoft.DurableTask;

/// <summary>Gives a task its input in the type it takes.</summary>
internal static class TaskInput
{
    /// <exception cref="ArgumentException">It is a value of another type.</exception>
    public static T As<T>(object? input) => input switch
    {
        T typed => typed,
        null => default!,
        _ => throw new ArgumentException(
            $"Input type '{input.GetType()}' does not match expected type '{typeof(T)}'.", nameof(input)),
    };
}
