using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Incidents;

namespace ItsmServerless.Tests.Scenarios.ServiceLevels;

/// <summary>The routes of service levels as a caller uses them.</summary>
internal static class Levels
{
    /// <summary>A round-the-clock calendar and an agreement on it, in which everybody told is <paramref
    /// name="whom"/>.</summary>
    public static async Task Agree(this IncidentApi api, string whom, string metric = "resolution", object? raise = null)
    {
        (await api.Put("/v1/calendars/always", new { timeZone = "UTC" })).Expect(HttpStatusCode.OK);
        (await api.Put("/v1/agreements/gold", new
        {
            kind = "sla",
            practice = "incident",
            calendar = "always",
            targets = new[] { new { metric, within = "PT4H" } },
            escalations = new object[]
            {
                new { metric, at = 0.75, notify = new[] { whom } },
                new { metric, at = 1.0, notify = new[] { whom }, raisePriority = raise },
            },
        })).Expect(HttpStatusCode.OK);
    }

    /// <summary>The agreement becomes one on another time for a resolution; its calendar stays.</summary>
    public static async Task Allow(this IncidentApi api, string within) => (await api.Put("/v1/agreements/gold", new
    {
        kind = "sla",
        calendar = "always",
        targets = new[] { new { metric = "resolution", within } },
    }, "*")).Expect(HttpStatusCode.OK);

    public static Task<Answer> Put(this IncidentApi api, string path, object body, string? ifMatch = null) =>
        api.Send(HttpMethod.Put, path, body, ifMatch: ifMatch);

    /// <summary>The clocks of an incident.</summary>
    public static async Task<List<JsonElement>> Clocks(this IncidentApi api, JsonElement incident, string query = "") =>
    [
        .. (await api.Get($"/v1/incidents/{IncidentApi.IdOf(incident)}/clocks{query}")).Expect(HttpStatusCode.OK)
            .GetProperty("items").EnumerateArray(),
    ];

    /// <summary>The steps in an incident's timeline: type and share, in order.</summary>
    public static async Task<List<string>> Steps(this IncidentApi api, JsonElement incident) =>
    [
        .. (await api.All($"/v1/incidents/{IncidentApi.IdOf(incident)}/timeline"))
            .Where(happened => happened.Text("type").StartsWith("clock.", StringComparison.Ordinal))
            .Select(happened => $"{happened.Text("type")} {happened.GetProperty("data").GetProperty("percent")}"),
    ];

    /// <summary>How many mails somebody got.</summary>
    public static async Task<int> Mails(this IncidentApi api, string whom) =>
        (await api.Get($"/_local/mail?to={whom}")).Expect(HttpStatusCode.OK).GetProperty("items").GetArrayLength();

    /// <summary>A member that is text; empty when null.</summary>
    public static string Text(this JsonElement element, string member) => element.GetProperty(member).GetString() ?? "";
}
