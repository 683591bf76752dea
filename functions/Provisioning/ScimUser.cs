using System.Text.Json.Nodes;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Languages;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tenants;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.Provisioning;

/// <summary>A person as a directory sees one.</summary>
/// <param name="Email">Names the person everywhere in the tenant: the primary address, that of work, or the user name.</param>
/// <param name="Manager">The id of the manager's entry; null for none.</param>
internal sealed record ScimUser(
    string UserName, string? ExternalId, EmailAddress Email, string Name, string? GivenName, string? FamilyName, bool Active,
    string? TimeZone, string? Language, string? Manager)
{
    private const int Longest = 256;

    /// <summary>Reads a resource, whole; <c>invalidValue</c> when it names nobody.</summary>
    public static Outcome<ScimUser> Read(JsonObject body)
    {
        var (user, name) = (body.Text("userName"), body["name"]);
        if (user is null or { Length: > Longest }) return ScimNames.Bad("invalidValue", $"userName has 1 to {Longest} characters.");
        if (Address(body) is not { } email) return ScimNames.Bad("invalidValue", "Neither emails nor userName is a mail address.");
        var (given, family, external) = (name.Text("givenName"), name.Text("familyName"), body.Text("externalId"));
        var shown = body.Text("displayName") ?? name.Text("formatted") ?? ($"{given} {family}".Trim() is { Length: > 0 } both ? both : user);
        if (new[] { given, family, external, shown }.Any(text => text is { Length: > Longest }))
            return ScimNames.Bad("invalidValue", $"Names and externalId have at most {Longest} characters.");
        return new ScimUser(
            user, external, email, shown, given, family, body["active"].Truth() ?? true, Zone(body.Text("timezone")),
            Tag(body.Text("preferredLanguage")), ManagerOf(body));
    }

    /// <summary>The resource of an entry; one that was made by hand has its address for a user name.</summary>
    public static JsonObject View(RecordId id, Person person, int version, string root)
    {
        var known = person.Provisioned;
        var view = new JsonObject
        {
            ["schemas"] = new JsonArray(ScimNames.User, ScimNames.Enterprise),
            ["id"] = id.Value,
            ["externalId"] = known?.ExternalId,
            ["userName"] = known?.UserName ?? person.Email.Value,
            ["displayName"] = person.Name,
            ["name"] = new JsonObject { ["formatted"] = person.Name, ["givenName"] = known?.GivenName, ["familyName"] = known?.FamilyName },
            ["emails"] = new JsonArray(new JsonObject { ["value"] = person.Email.Value, ["type"] = "work", ["primary"] = true }),
            ["active"] = person.IsActive,
            ["timezone"] = person.TimeZone,
            ["preferredLanguage"] = person.Language,
            ["meta"] = new JsonObject
            {
                ["resourceType"] = "User",
                ["created"] = Text(known?.CreatedAt),
                ["lastModified"] = Text(known?.UpdatedAt),
                ["location"] = $"{root}/Users/{id}",
                ["version"] = $"W/\"{version}\"",
            },
        };
        if (person.Manager is { } manager)
            view[ScimNames.Enterprise] = new JsonObject { ["manager"] = new JsonObject { ["value"] = Person.IdOf(manager).Value } };
        return view;
    }

    /// <summary>The same of a record.</summary>
    public static JsonObject View(Versioned<Person> person, string root) => View(person.Id, person.State, person.Version, root);

    private static string? Text(Instant? at) => at is { } instant ? InstantPattern.ExtendedIso.Format(instant) : null;

    private static EmailAddress? Address(JsonObject body)
    {
        var all = body["emails"].Items().OfType<JsonObject>().ToList();
        var best = all.Find(item => item["primary"].Truth() == true) ?? all.Find(item => item.Text("type") == "work") ?? all.FirstOrDefault();
        var text = (best.Text("value") ?? body.Text("userName"))?.Trim();
        return EmailAddress.IsValid(text) ? EmailAddress.From(text!) : null;
    }

    private static string? Zone(string? text) => text is not null && DateTimeZoneProviders.Tzdb.GetZoneOrNull(text) is not null ? text : null;

    /// <summary>The first part of a tag such as <c>de-AT</c>, where there are texts in it.</summary>
    private static string? Tag(string? text) =>
        text?.Split('-', ',', '_')[0].ToLowerInvariant() is { } tag && Words<Language>.All.Contains(tag) ? tag : null;

    private static string? ManagerOf(JsonObject body) =>
        (body[ScimNames.Enterprise] as JsonObject)?["manager"] is { } manager ? manager.Text("value") ?? manager.Text() : null;
}
