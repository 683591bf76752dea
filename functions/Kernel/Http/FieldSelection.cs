using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Kernel.Http;

/// <summary>Leaves out of an answer what its caller may not see, and on GET what <c>?fields=</c> does not name.</summary>
/// <remarks>The one place where answers are cut. In a list it is the items that are cut. The ETag is the
/// record's, whatever is shown of it.</remarks>
internal static class FieldSelection
{
    private const string Parameter = "fields";
    private const string Items = "items";
    private static readonly ConcurrentDictionary<Type, FrozenSet<string>> Names = new();

    /// <summary>What is written of a body; or <c>invalid_parameter</c> naming the field that it does not have.</summary>
    public static Outcome<object> Of(HttpContext http, object body)
    {
        var shown = ItemOf(body.GetType()) ?? body.GetType();
        if (Asked(http.Request).IsRefused(out var unreadable, out var asked)) return unreadable;
        if (asked.FirstOrDefault(name => !NamesOf(shown).Contains(name)) is { } unknown) return Unknown(unknown, shown);
        var limited = Authentication.TryCallerOf(http) is { Role: var role } && FieldTable.IsLimited(role) ? role : (Role?)null;
        var table = limited is null ? null : FieldTable.Of(shown);
        if (asked.Count == 0 && table is null) return body;
        var kept = NamesOf(shown).Where(name => asked.Count == 0 || asked.Contains(name))
            .Where(name => table is null || table.IsShown(name, limited!.Value)).ToHashSet();
        return kept.Count == NamesOf(shown).Count ? body : Cut(body, kept, isList: shown != body.GetType());
    }

    /// <summary>Asks for fields where the request itself asks for none.</summary>
    /// <param name="names">Each without a <see cref="Flaw"/>; none for all.</param>
    public static void Preset(HttpContext http, IReadOnlyList<string> names) => http.Items[typeof(FieldSelection)] = names.ToArray();

    /// <summary>What is wrong with the name of a field; null when the body has it.</summary>
    public static string? Flaw(string name, Type shown) => NamesOf(shown).Contains(name) ? null : Unknown(name, shown).Detail;

    private static string[] PresetOf(HttpContext http) =>
        http.Items.TryGetValue(typeof(FieldSelection), out var names) ? (string[])names! : [];

    private static Outcome<IReadOnlyList<string>> Asked(HttpRequest request)
    {
        var values = HttpMethods.IsGet(request.Method) ? request.Query[Parameter] : default;
        if (values.Count == 0) return PresetOf(request.HttpContext);
        var names = values.Count == 1 ? values[0]!.Split(',') : [];
        return names is { Length: > 0 and <= 100 } && names.All(name => name.Length is > 0 and <= 64 && name.All(char.IsAsciiLetter))
            ? names
            : new Problem(ProblemCode.InvalidParameter, "fields is given once: names of fields with commas between.");
    }

    private static Problem Unknown(string name, Type shown) => new(
        ProblemCode.InvalidParameter, $"{name} is none of {string.Join(", ", NamesOf(shown).Order(StringComparer.Ordinal))}.");

    private static JsonNode Cut(object body, HashSet<string> kept, bool isList)
    {
        var node = JsonSerializer.SerializeToNode(body, body.GetType(), Json.Options)!.AsObject();
        var records = isList ? node[Items]!.AsArray().OfType<JsonObject>() : [node];
        foreach (var record in records)
            foreach (var name in record.Select(member => member.Key).Where(name => !kept.Contains(name)).ToList())
                record.Remove(name);
        return node;
    }

    private static FrozenSet<string> NamesOf(Type type) => Names.GetOrAdd(
        type, of => Json.Options.GetTypeInfo(of).Properties.Select(property => property.Name).ToFrozenSet());

    /// <summary>What a list is of; null for what is no list.</summary>
    private static Type? ItemOf(Type type) => type.GetProperty("Items")?.PropertyType is { IsGenericType: true } items
        ? items.GetGenericArguments()[0]
        : null;
}
