namespace ItsmServerless.Local.Hosting;

/// <summary>Gets the value out of whatever a function's method returns: a value, a task of one, or nothing.</summary>
internal sealed class MethodResult
{
    private readonly Func<object?, Task<object?>> _wait;

    private MethodResult(Func<object?, Task<object?>> wait) => _wait = wait;

    /// <summary>The way for a return type.</summary>
    public static MethodResult Of(Type type)
    {
        if (type == typeof(Task))
            return new MethodResult(WaitForTaskAsync);
        if (type == typeof(ValueTask))
            return new MethodResult(returned => WaitForTaskAsync(((ValueTask)returned!).AsTask()));
        if (Awaited(type) is { } awaited)
            return (MethodResult)awaited.Invoke(null, null)!;
        return new MethodResult(Task.FromResult);
    }

    /// <summary>Waits for what the method returned; nothing is <see langword="null"/>.</summary>
    public Task<object?> WaitAsync(object? returned) => _wait(returned);

    private static System.Reflection.MethodInfo? Awaited(Type type)
    {
        if (!type.IsGenericType)
            return null;
        var shape = type.GetGenericTypeDefinition();
        var name = shape == typeof(Task<>) ? nameof(OfTask) : shape == typeof(ValueTask<>) ? nameof(OfValueTask) : null;
        return name is null
            ? null
            : typeof(MethodResult)
                .GetMethod(name, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
                .MakeGenericMethod(type.GetGenericArguments());
    }

    private static MethodResult OfTask<T>() => new(async returned => await (Task<T>)returned!);

    private static MethodResult OfValueTask<T>() => new(async returned => await (ValueTask<T>)returned!);

    private static async Task<object?> WaitForTaskAsync(object? returned)
    {
        await (Task)returned!;
        return null;
    }
}
