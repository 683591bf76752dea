using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Kernel.OpenApi;

/// <summary>JSON Schemas (2020-12) of bodies and answers: our records once each, by name; all else where it is
/// used.</summary>
internal sealed class Schemas(XmlSummaries summaries)
{
    private static readonly Dictionary<Type, (string Type, string Format)> Known = new()
    {
        [typeof(Instant)] = ("string", "date-time"),
        [typeof(Duration)] = ("string", "duration"),
        [typeof(LocalDate)] = ("string", "date"),
        [typeof(LocalTime)] = ("string", "time"),
        [typeof(EmailAddress)] = ("string", "email"),
        [typeof(byte[])] = ("string", "binary"),
    };

    private static readonly JsonSerializerOptions Read = WithTypes(Json.Strict);
    private static readonly JsonSerializerOptions Written = WithTypes(Json.Options);

    private readonly Dictionary<Type, string> _names = [];
    private readonly SortedDictionary<string, JsonNode> _components = new(StringComparer.Ordinal);

    /// <summary>What a caller may send: unknown members are refused.</summary>
    public JsonNode OfBody(Type type) => Of(type, Read);

    /// <summary>What a caller gets: every member is there.</summary>
    public JsonNode OfAnswer(Type type) => Of(type, Written);

    /// <summary>The records met so far, by name.</summary>
    public JsonObject Components() =>
        new(_components.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.DeepClone())));

    private JsonNode Of(Type type, JsonSerializerOptions options) =>
        IsOurs(type, options) ? Reference(type, options) : Export(type, options);

    private static bool IsOurs(Type type, JsonSerializerOptions options) =>
        type.Assembly == typeof(Schemas).Assembly && !type.IsDefined(typeof(WrittenAsAttribute)) &&
        (type.IsEnum || options.GetTypeInfo(type).Kind == JsonTypeInfoKind.Object);

    private JsonObject Reference(Type type, JsonSerializerOptions options)
    {
        if (!_names.TryGetValue(type, out var name))
        {
            _names[type] = name = FreeNameOf(type);
            _components[name] = type.IsEnum ? Enumeration(type, options) : Record(type, options);
        }
        return new() { ["$ref"] = $"#/components/schemas/{name}" };
    }

    /// <summary><c>PageOfIncidentView</c>; with the practice in front where two practices use a name.</summary>
    private string FreeNameOf(Type type)
    {
        var name = SchemaNames.Of(type);
        return _names.ContainsValue(name) ? type.Namespace!.Split('.')[^1] + name : name;
    }

    private JsonObject Enumeration(Type type, JsonSerializerOptions options)
    {
        var words = options.GetJsonSchemaAsNode(type).AsObject();
        words["type"] = "string";
        return Described(words, summaries.Of(type));
    }

    private JsonObject Record(Type type, JsonSerializerOptions options)
    {
        var properties = options.GetTypeInfo(type).Properties;
        var isBody = ReferenceEquals(options, Read);
        string[] required = isBody
            ? [.. BodyRules.Of(type).Required]
            : [.. properties.Where(IsAlwaysWritten).Select(property => property.Name)];
        var members = properties.Select(property => KeyValuePair.Create(
            property.Name, Member(property, options, mustHold: isBody && required.Contains(property.Name))));
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(members),
            ["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]),
        };
        if (isBody)
            schema["additionalProperties"] = false;
        if (Examples.Of(_names[type]) is { } example)
            schema["examples"] = new JsonArray(example);
        return Described(schema, summaries.Of(type));
    }

    /// <summary>Whether a member is there also when it is null.</summary>
    private static bool IsAlwaysWritten(JsonPropertyInfo property) =>
        property.AttributeProvider?.IsDefined(typeof(JsonIgnoreAttribute), inherit: false) != true;

    /// <param name="mustHold">Whether null is refused although the record could hold it.</param>
    private JsonNode? Member(JsonPropertyInfo property, JsonSerializerOptions options, bool mustHold)
    {
        var schema = Of(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, options);
        if (schema is not JsonObject member)
            return schema;
        var summary = property.AttributeProvider is PropertyInfo declared ? summaries.Of(declared) : null;
        return Described(property.IsGetNullable && !mustHold ? OrNull(member) : member, summary);
    }

    private JsonNode Export(Type type, JsonSerializerOptions options) => Replacement(type, options, isRoot: true)
        ?? options.GetJsonSchemaAsNode(type, new()
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => Transform(context, node, options),
        });

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode node, JsonSerializerOptions options)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        if (Replacement(type, options, isRoot: context.Path.Length == 0) is { } replacement)
            return type == context.TypeInfo.Type ? replacement : OrNull(replacement);
        if (node is not JsonObject schema)
            return new JsonObject(); // "true" and {} say the same; fewer readers know the former.
        AddParts(context.TypeInfo, schema, options);
        return schema;
    }

    /// <summary>What lists and maps hold, where the exporter could not say it because of a converter.</summary>
    private void AddParts(JsonTypeInfo type, JsonObject schema, JsonSerializerOptions options)
    {
        if (type.ElementType is not { } element || element == typeof(object) || element == typeof(JsonElement))
            return;
        var parts = type.Kind == JsonTypeInfoKind.Dictionary ? "additionalProperties" : "items";
        if (schema[parts] is null)
            schema[parts] = Of(element, options);
    }

    /// <summary>What stands for types whose converters the exporter cannot look into, and for records of their
    /// own.</summary>
    private JsonObject? Replacement(Type type, JsonSerializerOptions options, bool isRoot)
    {
        if (Known.TryGetValue(type, out var known))
            return new() { ["type"] = known.Type, ["format"] = known.Format };
        if (type.GetCustomAttribute<WrittenAsAttribute>() is { } written)
            return new() { ["type"] = new JsonArray([.. written.Types.Select(name => (JsonNode)name)]) };
        if (type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(ITextValue<>)))
            return new() { ["type"] = "string" };
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Patch<>))
            return OrNull(Of(type.GetGenericArguments()[0], options) as JsonObject ?? []);
        return !isRoot && IsOurs(type, options) ? Reference(type, options) : null;
    }

    /// <summary>Options know no types before they are first used.</summary>
    private static JsonSerializerOptions WithTypes(JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private static JsonObject OrNull(JsonObject schema)
    {
        if (schema["type"] is JsonValue single)
            schema["type"] = new JsonArray(single.DeepClone(), "null");
        else if (schema["type"] is JsonArray several)
            several.Add("null");
        if (schema["enum"] is JsonArray words && !words.Contains(null))
            words.Add(null);
        return schema.ContainsKey("$ref")
            ? new() { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) }
            : schema;
    }

    private static JsonObject Described(JsonObject schema, string? summary)
    {
        if (summary is not null)
            schema["description"] = summary;
        return schema;
    }
}
