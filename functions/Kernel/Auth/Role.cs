using System.Text.Json;
using System.Text.Json.Serialization;

namespace ItsmServerless.Kernel.Auth;

/// <summary>What a credential may do. The wire form is lower case.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Role>))]
public enum Role
{
    /// <summary>Everything in the tenant.</summary>
    [JsonStringEnumMemberName("admin")] Admin,
    /// <summary>Agents' work and what needs a named authority, such as overriding a freeze.</summary>
    [JsonStringEnumMemberName("manager")] Manager,
    /// <summary>Works on records.</summary>
    [JsonStringEnumMemberName("agent")] Agent,
    /// <summary>Reports, and sees own records.</summary>
    [JsonStringEnumMemberName("requester")] Requester,
    /// <summary>Intake only.</summary>
    [JsonStringEnumMemberName("integration")] Integration,
    /// <summary>SCIM only: what a directory needs to keep people and groups.</summary>
    [JsonStringEnumMemberName("provisioning")] Provisioning,
    /// <summary>Reads everything, changes nothing.</summary>
    [JsonStringEnumMemberName("auditor")] Auditor,
    /// <summary>The installation's operator; no tenant's data.</summary>
    [JsonStringEnumMemberName("operator")] Operator,
}

/// <summary>Roles as callers write them.</summary>
public static class RoleText
{
    /// <summary>The roles a tenant can give, in wire form.</summary>
    public static IReadOnlyList<string> OfTenants { get; } = [.. Enum.GetValues<Role>().Where(role => role != Role.Operator).Select(ToText)];

    /// <summary>The wire form.</summary>
    public static string ToText(this Role role) => JsonNamingPolicy.SnakeCaseLower.ConvertName(role.ToString());

    /// <summary>Reads a checked wire form.</summary>
    public static Role Parse(string text) => Enum.Parse<Role>(text, ignoreCase: true);
}
