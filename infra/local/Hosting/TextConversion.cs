using System.Globalization;

namespace ItsmServerless.Local.Hosting;

/// <summary>Makes a parameter's value of the text in a route, as the worker's converters do.</summary>
internal static class TextConversion
{
    /// <summary>The conversion to a type; <see langword="null"/> when there is none.</summary>
    /// <remarks>Absent text becomes the type's default. Text of another form throws <see cref="FormatException"/>;
    /// a route constraint keeps it away.</remarks>
    public static Func<string?, object?>? To(Type type)
    {
        if (type == typeof(string))
            return text => text;
        if (type == typeof(int) || type == typeof(int?))
            return Parsed<int>(type);
        if (type == typeof(long) || type == typeof(long?))
            return Parsed<long>(type);
        if (type == typeof(Guid) || type == typeof(Guid?))
            return Parsed<Guid>(type);
        return null;
    }

    private static Func<string?, object?> Parsed<T>(Type type)
        where T : struct, IParsable<T> => text => text switch
        {
            null when type == typeof(T) => default(T),
            null => null,
            _ => T.Parse(text, CultureInfo.InvariantCulture),
        };
}
