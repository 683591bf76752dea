using System.Text.Json;

namespace ItsmServerless.Tests.Scenarios.Cost;

/// <summary>The two lives that are priced: of a ticket and of a change.</summary>
internal static class LifeCycles
{
    private const int Comments = 4;
    private static readonly string[] Voters = ["ann", "bob"];

    /// <summary>Reported with two clocks, four comments of the desk, resolved, closed.</summary>
    /// <param name="requester">Who is written to; null for nobody.</param>
    public static async Task<IReadOnlyList<StepCost>> Ticket(CostRig rig, int records, string? requester = null)
    {
        using var admin = rig.Admin();
        await AgreeOnTwoClocks(admin);
        var ids = new string[records];
        await Report(admin, "Takes the first block of numbers", requester);
        await rig.Settle();
        var steps = new List<StepCost>
        {
            await rig.Step("reported, two clocks", records, async record => ids[record] = await Report(admin, $"Ticket {record}", requester)),
        };
        for (var comment = 1; comment <= Comments; comment++)
            steps.Add(await rig.Step($"comment {comment}", records, record => Act(
                admin, "incidents", ids[record], "comments", new { body = "We look at it." })));
        steps.Add(await rig.Step("resolved", records, record => Act(
            admin, "incidents", ids[record], "resolve", new { code = "fixed", note = "Plugged in." })));
        steps.Add(await rig.Step("closed", records, record => Act(admin, "incidents", ids[record], "close")));
        return steps;
    }

    /// <summary>Drafted, submitted, approved in two stages of one approver each.</summary>
    public static async Task<IReadOnlyList<StepCost>> Change(CostRig rig, int records)
    {
        using var admin = rig.Admin();
        var (keys, ids) = (await Approvers(rig, admin), new string[records]);
        await Draft(admin, "Takes the first block of numbers");
        await rig.Settle();
        var steps = new List<StepCost>
        {
            await rig.Step("drafted", records, async record => ids[record] = await Draft(admin, $"Change {record}")),
            await rig.Step("submitted", records, record => Act(admin, "changes", ids[record], "submit")),
        };
        foreach (var key in keys)
            steps.Add(await rig.Step($"vote of stage {steps.Count - 1}", records, record => Act(
                key, "changes", ids[record], "votes", new { decision = "approve" })));
        foreach (var key in keys) key.Dispose();
        return steps;
    }

    private static async Task AgreeOnTwoClocks(HttpClient admin)
    {
        await CostRig.Send(admin, HttpMethod.Put, "/v1/calendars/always", new { timeZone = "Etc/UTC" });
        await CostRig.Send(admin, HttpMethod.Put, "/v1/agreements/gold", new
        {
            kind = "sla",
            practice = "incident",
            calendar = "always",
            targets = new[] { new { metric = "first_response", within = "PT8H" }, new { metric = "resolution", within = "P5D" } },
        });
    }

    private static async Task<HttpClient[]> Approvers(CostRig rig, HttpClient admin)
    {
        var stages = Voters.Select(voter => new
        {
            name = voter,
            approvers = new[] { $"{voter}@acme.example" },
            quorum = new { kind = "all" },
            timeout = "P3D",
        });
        await CostRig.Send(admin, HttpMethod.Put, "/v1/approval-policies/all", new { stages });
        var keys = new List<HttpClient>();
        foreach (var voter in Voters)
        {
            var body = new { name = voter, role = "agent", person = $"{voter}@acme.example" };
            var made = await CostRig.Send(admin, HttpMethod.Post, "/v1/api-keys", body);
            keys.Add(rig.Speaking(made.GetProperty("secret").GetString()!));
        }
        return [.. keys];
    }

    private static async Task<string> Report(HttpClient admin, string title, string? requester) => IdOf(await CostRig.Send(
        admin, HttpMethod.Post, "/v1/incidents",
        requester is null ? new { title } : new { title, requester = new { email = requester } }));

    private static async Task<string> Draft(HttpClient admin, string title) => IdOf(await CostRig.Send(
        admin, HttpMethod.Post, "/v1/changes", new
        {
            title,
            type = "normal",
            risk = new { impact = "high", likelihood = "low" },
            plan = new { implementation = "Swap it", backout = "Swap back", test = "Ping" },
            window = new { start = "2040-12-01T20:00:00Z", end = "2040-12-01T22:00:00Z" },
        }));

    private static Task Act(HttpClient client, string kind, string id, string act, object? body = null) =>
        CostRig.Send(client, HttpMethod.Post, $"/v1/{kind}/{id}/{act}", body, isThere: true);

    private static string IdOf(JsonElement record) => record.GetProperty("id").GetString()!;
}
