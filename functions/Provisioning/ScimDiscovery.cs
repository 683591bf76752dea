using System.Text.Json.Nodes;

namespace ItsmServerless.Provisioning;

/// <summary>The documents of discovery (RFC 7643, 5 to 7).</summary>
internal static class ScimDiscovery
{
    /// <summary>What of SCIM there is.</summary>
    public static JsonObject Config() => new()
    {
        ["schemas"] = new JsonArray(ScimNames.Provider),
        ["patch"] = Supported(true),
        ["bulk"] = new JsonObject { ["supported"] = false, ["maxOperations"] = 0, ["maxPayloadSize"] = 0 },
        ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = ScimPage.Most },
        ["pagination"] = new JsonObject
        {
            ["cursor"] = true,
            ["index"] = true,
            ["defaultPaginationMethod"] = "index",
            ["defaultPageSize"] = ScimPage.Most,
            ["maxPageSize"] = ScimPage.Most,
        },
        ["changePassword"] = Supported(false),
        ["sort"] = Supported(false),
        ["etag"] = Supported(false),
        ["authenticationSchemes"] = new JsonArray(new JsonObject
        {
            ["type"] = "oauthbearertoken",
            ["name"] = "API key",
            ["description"] = "An API key of role provisioning as bearer token.",
        }),
    };

    /// <summary>Users and groups.</summary>
    public static JsonObject Types() => List(
        Type("User", "/Users", ScimNames.User, ScimNames.Enterprise), Type("Group", "/Groups", ScimNames.Group, null));

    /// <summary>The attributes that are kept; others are let pass.</summary>
    public static JsonObject Schemas() => List(
        Schema(
            ScimNames.User, "User",
            Attribute("userName", required: true, uniqueness: "server"), Attribute("externalId"), Attribute("displayName"),
            Attribute("name", parts: [Attribute("formatted"), Attribute("givenName"), Attribute("familyName")]),
            Attribute("emails", many: true, parts: [Attribute("value"), Attribute("type"), Attribute("primary", type: "boolean")]),
            Attribute("active", type: "boolean"), Attribute("timezone"), Attribute("preferredLanguage")),
        Schema(ScimNames.Enterprise, "EnterpriseUser", Attribute("manager", parts: [Attribute("value")])),
        Schema(
            ScimNames.Group, "Group",
            Attribute("displayName", required: true), Attribute("externalId"),
            Attribute("members", many: true, parts: [Attribute("value"), Attribute("display")])));

    private static JsonObject Supported(bool supported) => new() { ["supported"] = supported };

    private static JsonObject List(params JsonObject[] items) => new ScimPage(1, items.Length).Of(items);

    private static JsonObject Type(string name, string endpoint, string schema, string? extension) => new()
    {
        ["schemas"] = new JsonArray(ScimNames.ResourceType),
        ["id"] = name,
        ["name"] = name,
        ["endpoint"] = endpoint,
        ["schema"] = schema,
        ["schemaExtensions"] = extension is null ? [] : new JsonArray(new JsonObject { ["schema"] = extension, ["required"] = false }),
    };

    private static JsonObject Schema(string id, string name, params JsonObject[] attributes) => new()
    {
        ["schemas"] = new JsonArray(ScimNames.Schema),
        ["id"] = id,
        ["name"] = name,
        ["attributes"] = new JsonArray([.. attributes]),
    };

    private static JsonObject Attribute(
        string name, string type = "string", bool required = false, bool many = false, string uniqueness = "none",
        JsonObject[]? parts = null)
    {
        var attribute = new JsonObject
        {
            ["name"] = name,
            ["type"] = parts is null ? type : "complex",
            ["multiValued"] = many,
            ["required"] = required,
            ["caseExact"] = false,
            ["mutability"] = "readWrite",
            ["returned"] = "default",
            ["uniqueness"] = uniqueness,
        };
        if (parts is not null) attribute["subAttributes"] = new JsonArray([.. parts]);
        return attribute;
    }
}
