namespace Microsoft.DurableTask;

/// <summary>Turns inputs, results and events into text and back.</summary>
public abstract class DataConverter
{
    /// <summary>The value of that text; null gives <see langword="null"/>.</summary>
    public abstract object? Deserialize(string? data, Type targetType);

    /// <summary>The value of that text; null gives the default value.</summary>
    public virtual T Deserialize<T>(string? data) => (T)(Deserialize(data, typeof(T)) ?? default(T)!);

    /// <summary>The text of a value; null gives <see langword="null"/>.</summary>
    public abstract string? Serialize(object? value);
}
