using System.Globalization;

namespace ItsmServerless.Local.Hosting;

/// <summary>Makes a parameter's value of the text in a route, as the worker's converters do.</summary>
internal static class TextConversion
{
    private static readonly Dictionary<Type, Func<string, object>> Known = new()
    {
        [typeof(string)] = text => text,
        [typeof(bool)] = text => bool.Parse(text),
        [typeof(int)] = Parsed<int>,
        [typeof(long)] = Parsed<long>,
        [typeof(decimal)] = Parsed<decimal>,
        [typeof(double)] = Parsed<double>,
        [typeof(float)] = Parsed<float>,
        [typeof(Guid)] = Parsed<Guid>,
        [typeof(DateTime)] = Parsed<DateTime>,
        [typeof(DateTimeOffset)] = Parsed<DateTimeOffset>,
    };

    /// <summary>The conversion to a type; <see langword="null"/> when there is none.</summary>
    /// <remarks>Absent text becomes the type's default. Text of another form throws <see cref="FormatException"/>;
    /// a route constraint keeps it away.</remarks>
    public static Func<string?, object?>? To(Type type)
    {
        if (!Known.TryGetValue(Nullable.GetUnderlyingType(type) ?? type, out var convert))
            return null;
        var whenAbsent = type.IsValueType ? Activator.CreateInstance(type) : null;
        return text => text is null ? whenAbsent : convert(text);
    }

    private static object Parsed<T>(string text)
        where T : IParsable<T> => T.Parse(text, CultureInfo.InvariantCulture);
}
