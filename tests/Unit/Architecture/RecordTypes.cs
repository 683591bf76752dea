using System.Collections;
using ItsmServerless.Kernel.EventLog;

namespace ItsmServerless.Tests.Unit.Architecture;

/// <summary>Which types of a practice are its records, and which are its own business.</summary>
internal static class RecordTypes
{
    /// <summary>The types of a practice that no other may use: all but records, their events, what these hold and ask for.</summary>
    public static IEnumerable<Type> AllBut(string practice)
    {
        var types = typeof(ItsmApp).Assembly.GetTypes()
            .Where(type => type.Namespace == $"ItsmServerless.{practice}" && !type.IsNested).ToArray();
        var open = new HashSet<Type>();
        foreach (var record in types.SelectMany(RecordsOf).Concat(types.Where(IsEvent)))
            Open(record, open);
        return types.Where(type => !open.Contains(type));
    }

    /// <summary>State and event of a record, as its interface names them.</summary>
    private static IEnumerable<Type> RecordsOf(Type type) => type.GetInterfaces()
        .Where(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IRecord<,>))
        .SelectMany(face => face.GetGenericArguments());

    private static bool IsEvent(Type type) => type.IsDefined(typeof(EventTypeAttribute), inherit: false);

    private static void Open(Type type, HashSet<Type> open)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            Open(value, open);
        if (type.IsGenericType || typeof(IEnumerable).IsAssignableFrom(type))
        {
            foreach (var argument in type.GetGenericArguments())
                Open(argument, open);
        }
        if (type.Namespace?.StartsWith("ItsmServerless.", StringComparison.Ordinal) != true || !open.Add(type))
            return;
        foreach (var member in type.GetProperties().Select(property => property.PropertyType)
            .Concat(type.GetMethods().SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType)))
            Open(member, open);
    }
}
