using System.Text.Json.Nodes;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Provisioning;

/// <summary>Applies the operations of a PATCH to a resource as it is shown; what comes of it is read as if it had been
/// put (RFC 7644, 3.5.2, and the ways of Entra ID).</summary>
internal static class ScimPatch
{
    private const int MostOperations = 1_000;

    /// <summary>The resource afterwards; the one that was given is changed.</summary>
    public static Outcome<JsonObject> Apply(JsonObject resource, JsonObject body)
    {
        var operations = body["Operations"].Items().ToList();
        if (operations.Count is 0 or > MostOperations) return ScimNames.Bad("invalidSyntax", $"Operations has 1 to {MostOperations} items.");
        foreach (var operation in operations)
            if (Step(resource, operation) is { } refusal) return refusal;
        return resource;
    }

    /// <summary>The ids that a PATCH may add as members, or a body names as such.</summary>
    public static IEnumerable<string> Members(JsonObject body) =>
        body["members"].Items().Concat(body["Operations"].Items().SelectMany(Named))
            .Select(item => item.Text("value")).OfType<string>();

    private static IEnumerable<JsonNode> Named(JsonNode operation) => (operation as JsonObject)?["value"] is { } value
        ? value is JsonObject whole && whole["members"] is { } members ? members.Items() : value.Items()
        : [];

    private static Problem? Step(JsonObject resource, JsonNode operation)
    {
        var op = operation.Text("op")?.ToLowerInvariant();
        if (operation is not JsonObject step || op is not ("add" or "replace" or "remove"))
            return ScimNames.Bad("invalidSyntax", "An operation has op add, replace or remove.");
        if (step.Text("path") is { } text) return At(resource, op, text, step["value"]);
        return op == "remove" || step["value"] is not JsonObject members
            ? ScimNames.Bad("noTarget", "An operation without path has an object as value, and is not remove.")
            : members.Select(member => At(resource, op, member.Key, member.Value)).FirstOrDefault(refusal => refusal is not null);
    }

    private static Problem? At(JsonObject resource, string op, string text, JsonNode? value)
    {
        if (ScimPath.Read(text).IsRefused(out var refusal, out var path)) return refusal;
        var owner = path.Extension is { } extension ? Child(resource, extension) : resource;
        if (path.Attribute.Length > 0) Attribute(owner, op, path, value);
        else if (value is JsonObject members)
            foreach (var member in members) Attribute(owner, op, new(null, member.Key, null, null, null), member.Value);
        return null;
    }

    private static void Attribute(JsonObject owner, string op, ScimPath path, JsonNode? value)
    {
        if (path.Item is not null) Items(owner, op, path, value);
        else if (path.Part is { } part) Set(Child(owner, path.Attribute), op, part, value);
        else if (owner[path.Attribute] is JsonArray list) List(owner, list, op, path.Attribute, value);
        else Set(owner, op, path.Attribute, value);
    }

    /// <summary>Adds what is not there yet; removes the items that are named, or all.</summary>
    private static void List(JsonObject owner, JsonArray list, string op, string attribute, JsonNode? value)
    {
        if (op == "replace") owner[attribute] = new JsonArray([.. value.Items().Select(item => item.DeepClone())]);
        else if (op == "remove" && value is null) owner[attribute] = new JsonArray();
        else if (op == "remove") owner[attribute] = Without(list, value);
        else Join(list, value);
    }

    private static JsonArray Without(JsonArray list, JsonNode? value)
    {
        var gone = value.Items().Select(Written).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return new(
            [.. list.Where(item => Written(item) is not { } own || !gone.Contains(own)).Select(item => item?.DeepClone())]);
    }

    private static void Join(JsonArray list, JsonNode? value)
    {
        var known = list.Select(Written).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var item in value.Items().Where(item => Written(item) is not { } written || known.Add(written)))
            list.Add(item.DeepClone());
    }

    /// <summary>Changes the items that are chosen; one that is added to where there is none is made.</summary>
    private static void Items(JsonObject owner, string op, ScimPath path, JsonNode? value)
    {
        var list = owner[path.Attribute] as JsonArray ?? [];
        if (list.Parent is null) owner[path.Attribute] = list;
        if (op == "remove" && path.Part is null)
        {
            Drop(list, IsChosen);
            return;
        }
        var chosen = list.Where(IsChosen).OfType<JsonObject>().ToList();
        if (chosen.Count == 0 && op != "remove") list.Add(chosen.AddNew(path));
        foreach (var item in chosen)
        {
            if (path.Part is { } part) Set(item, op, part, value);
            else if (value is JsonObject members)
                foreach (var member in members) item[member.Key] = member.Value?.DeepClone();
        }

        bool IsChosen(JsonNode? item) => item is JsonObject members && Written(members[path.Item!]) is { } written &&
            written.Equals(path.Value, StringComparison.OrdinalIgnoreCase);
    }

    private static JsonObject AddNew(this List<JsonObject> chosen, ScimPath path)
    {
        var made = Empty();
        made[path.Item!] = path.Value;
        chosen.Add(made);
        return made;
    }

    private static void Set(JsonObject owner, string op, string name, JsonNode? value)
    {
        if (op == "remove") owner.Remove(name);
        else if (owner[name] is JsonObject own && value is JsonObject members)
            foreach (var member in members) own[member.Key] = member.Value?.DeepClone();
        else owner[name] = value?.DeepClone();
    }

    private static JsonObject Child(JsonObject owner, string name)
    {
        if (owner[name] is JsonObject found) return found;
        var made = Empty();
        owner[name] = made;
        return made;
    }

    private static JsonObject Empty() => new(new JsonNodeOptions { PropertyNameCaseInsensitive = true });

    private static void Drop(JsonArray list, Func<JsonNode?, bool> isGone)
    {
        foreach (var item in list.Where(isGone).ToList()) list.Remove(item);
    }

    private static string? Written(JsonNode? node) => node is JsonObject item ? Written(item["value"]) : (node as JsonValue)?.ToString();
}
