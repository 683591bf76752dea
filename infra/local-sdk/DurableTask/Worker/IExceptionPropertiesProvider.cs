namespace Microsoft.DurableTask.Worker;

/// <summary>Tells what an exception holds beside its message, for the details of a failure.</summary>
public interface IExceptionPropertiesProvider
{
    /// <summary>The facts worth telling; <see langword="null"/> when there are none.</summary>
    IDictionary<string, object?>? GetExceptionProperties(Exception exception);
}
