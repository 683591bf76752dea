using System.Net;
using System.Text.Json;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>Changes that are worth looking at, submitted, with their approvers asked.</summary>
internal static class PageChange
{
    public const string Title = "Replace the core switch of the Hamburg data centre";

    /// <summary>Enters a person.</summary>
    public static async Task Enter(this ApprovalRig rig, string email, string name, string language, string timeZone)
    {
        var person = new { name, language, timeZone };
        (await rig.Admin.Send(HttpMethod.Put, $"/v1/people/{email}", person)).Expect(HttpStatusCode.OK);
    }

    /// <summary>A change that these stages decide; two stages are a peer review and a board.</summary>
    /// <param name="impact">With the likelihood, which is medium, it makes the risk: high is high, low is low.</param>
    /// <param name="configurationItems">Items of its own make it free of conflicts.</param>
    public static Task<JsonElement> Ask(
        this ApprovalRig rig, string impact, string requester, object[] stages, params string[] configurationItems)
    {
        var service = rig.Person("network").Split('@')[0];
        var policy = new { match = new { service = new[] { service } }, stages };
        return Submitted(rig, service, policy, Body(impact, service, requester, configurationItems));
    }

    /// <summary>The same, where decisions by link on a high risk need a code.</summary>
    public static Task<JsonElement> AskForCode(this ApprovalRig rig, string impact, params string[] approvers)
    {
        var service = rig.Person("network").Split('@')[0];
        var stages = new[] { Stage("Change advisory board", "all", approvers) };
        var policy = new { match = new { service = new[] { service } }, stages, oneTimeCode = "high_risk" };
        return Submitted(rig, service, policy, Body(impact, service, rig.Person("olga"), [service]));
    }

    private static async Task<JsonElement> Submitted(ApprovalRig rig, string service, object policy, object body)
    {
        (await rig.Admin.Send(HttpMethod.Put, $"/v1/approval-policies/{service}", policy)).Expect(HttpStatusCode.OK);
        var change = (await rig.Admin.Post("/v1/changes", body)).Expect(HttpStatusCode.Created);
        var submitted = await rig.Admin.Post($"/v1/changes/{ApprovalRig.Id(change)}/submit", ifMatch: "*");
        await rig.Quiet();
        return submitted.Expect(HttpStatusCode.OK);
    }

    public static object Stage(string name, string kind, params string[] approvers) =>
        new { name, approvers, quorum = new { kind }, timeout = "P3D" };

    private static object Body(string impact, string service, string owner, string[] configurationItems) => new
    {
        title = Title,
        description = "The switch has been out of support since October and drops about one packet in a thousand.\n"
            + "Without it, both storage networks lose their redundancy.",
        type = "normal",
        risk = new { impact, likelihood = "medium" },
        plan = new
        {
            implementation = "1. Move all traffic to switch B.\n2. Swap switch A, restore its configuration.\n"
                + "3. Move half of the traffic back.",
            backout = "Move all traffic to switch B again; it carries the full load for days.",
            test = "Ping every storage node over both paths, then watch the error counters for 15 minutes.",
        },
        window = new { start = "2027-03-02T20:00:00Z", end = "2027-03-02T22:00:00Z" },
        service,
        configurationItems,
        owner,
    };
}
