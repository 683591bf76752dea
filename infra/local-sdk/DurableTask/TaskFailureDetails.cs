using System.Reflection;

namespace Microsoft.DurableTask;

/// <summary>How a task failed, as data that outlives the process.</summary>
/// <param name="ErrorType">The full name of the exception's type.</param>
/// <param name="ErrorMessage">Its message.</param>
/// <param name="StackTrace">Where it was thrown, if known.</param>
/// <param name="InnerFailure">What caused it, if anything.</param>
/// <param name="Properties">Further facts, if any.</param>
public record TaskFailureDetails(
    string ErrorType,
    string ErrorMessage,
    string? StackTrace,
    TaskFailureDetails? InnerFailure,
    IDictionary<string, object?>? Properties)
{
    /// <summary>The details of an exception and of those inside it.</summary>
    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var inner = exception.InnerException is { } cause ? FromException(cause) : null;
        return new(exception.GetType().ToString(), exception.Message, exception.StackTrace, inner, Properties: null);
    }

    /// <summary>Whether the failure is a <typeparamref name="T"/> or derived from it.</summary>
    public bool IsCausedBy<T>() where T : Exception => IsCausedBy(typeof(T));

    /// <summary>Whether the failure is of that type or derived from it; false when its type cannot be found.</summary>
    /// <exception cref="ArgumentException">The type is not one of exceptions.</exception>
    /// <exception cref="AmbiguousMatchException">Several loaded types have the failure's name.</exception>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
        {
            var message = $"{targetBaseExceptionType} is not an exception type.";
            throw new ArgumentException(message, nameof(targetBaseExceptionType));
        }

        return !string.IsNullOrEmpty(ErrorType)
            && targetBaseExceptionType.IsAssignableFrom(FindType(targetBaseExceptionType));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";

    private Type? FindType(Type near) =>
        Type.GetType(ErrorType, throwOnError: false)
        ?? near.Assembly.GetType(ErrorType, throwOnError: false)
        ?? FindLoadedType();

    private Type? FindLoadedType()
    {
        var found = AppDomain.CurrentDomain.GetAssemblies()
            .Select(assembly => assembly.GetType(ErrorType, throwOnError: false))
            .OfType<Type>()
            .ToArray();
        return found.Length <= 1
            ? found.SingleOrDefault()
            : throw new AmbiguousMatchException($"{found.Length} loaded types are named '{ErrorType}'.");
    }
}
