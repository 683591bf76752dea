using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tenants;

namespace ItsmServerless.Provisioning;

/// <summary>A group as a directory sees one.</summary>
/// <param name="Members">The ids of its members' entries.</param>
internal sealed record ScimGroup(string Name, string? ExternalId, IReadOnlyList<string> Members)
{
    private const int Longest = 256;
    private const int LongestKey = 56;
    private const int MostMembers = 1_000;

    /// <summary>Reads a resource, whole.</summary>
    public static Outcome<ScimGroup> Read(JsonObject body)
    {
        var (name, external) = (body.Text("displayName"), body.Text("externalId"));
        if (name is null or { Length: > Longest } || external is { Length: > Longest })
            return ScimNames.Bad("invalidValue", $"displayName has 1 to {Longest} characters, externalId at most as many.");
        string[] members = [.. body["members"].Items().Select(item => item.Text("value")).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (members.Length > MostMembers)
            return ScimNames.Bad(
                "invalidValue", $"A group has {MostMembers} members at most; these are {members.Length}.");
        var group = new ScimGroup(name, external, members);
        return DocumentSize.Check("/members", group).FirstOrDefault() is { } tooLarge
            ? ScimNames.Bad("invalidValue", tooLarge.Detail)
            : group;
    }

    /// <summary>The resource of a group.</summary>
    public static JsonObject View(Group group, int version, string root, bool withMembers)
    {
        var view = new JsonObject
        {
            ["schemas"] = new JsonArray(ScimNames.Group),
            ["id"] = group.Id.Value,
            ["externalId"] = group.ExternalId,
            ["displayName"] = group.Name,
            ["meta"] = new JsonObject
            {
                ["resourceType"] = "Group",
                ["location"] = $"{root}/Groups/{group.Id}",
                ["version"] = $"W/\"{version}\"",
            },
        };
        if (withMembers) view["members"] = new JsonArray([.. group.Members.Select(member => Member(member, root))]);
        return view;
    }

    /// <summary>The same of a record.</summary>
    public static JsonObject View(Versioned<Group> group, string root, bool withMembers) =>
        View(group.State, group.Version, root, withMembers);

    /// <summary>The key that a name leads to; the second and later of the same are numbered.</summary>
    public static string KeyOf(string name, int number)
    {
        var key = new StringBuilder();
        foreach (var c in name.ToLowerInvariant())
            if (char.IsAsciiLetterOrDigit(c)) key.Append(c);
            else if (key.Length > 0 && key[^1] != '-') key.Append('-');
        var text = key.ToString().Trim('-');
        if (text.Length == 0) text = "g-" + KeyText.Hash(name)[..12];
        if (text.Length > LongestKey) text = text[..LongestKey].TrimEnd('-');
        return number == 1 ? text : $"{text}-{number}";
    }

    private static JsonObject Member(EmailAddress member, string root) => new()
    {
        ["value"] = Person.IdOf(member).Value,
        ["display"] = member.Value,
        ["type"] = "User",
        ["$ref"] = $"{root}/Users/{Person.IdOf(member)}",
    };
}

/// <summary>A directory makes a group, changes one, or ends it.</summary>
internal static class ProvisionGroup
{
    /// <summary>A group of that name; its key is new.</summary>
    public static Decision<GroupEvent> Create(Group? state, string key, ScimGroup wanted, ImmutableArray<EmailAddress> members) =>
        state is null ? Changes(null, key, wanted, members) : new Problem(ProblemCode.AlreadyExists, $"The group {key} exists already.");

    /// <summary>What the directory says of it; its Teams channel stays.</summary>
    public static Decision<GroupEvent> Change(Group? state, ScimGroup wanted, ImmutableArray<EmailAddress> members) =>
        state is null ? Problem.NotFound("such group") : Changes(state, state.Key, wanted, members);

    /// <summary>It is no more.</summary>
    public static Decision<GroupEvent> Delete(Group? state) =>
        state is null ? Problem.NotFound("such group") : new GroupDeleted(state.Key);

    private static Decision<GroupEvent> Changes(Group? state, string key, ScimGroup wanted, ImmutableArray<EmailAddress> members)
    {
        var isSame = state is not null && state.Name == wanted.Name && state.Members.SequenceEqual(members);
        var isCalledSame = state?.ExternalId == wanted.ExternalId;
        GroupEvent[] events =
        [
            .. isSame ? [] : new GroupEvent[] { new GroupPut(key, wanted.Name, members, state?.Teams) },
            .. isCalledSame ? [] : new GroupEvent[] { new GroupProvisioned(wanted.ExternalId) },
        ];
        return events.ToImmutableArray();
    }
}
