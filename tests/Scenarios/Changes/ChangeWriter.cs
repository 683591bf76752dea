using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Approvals;

namespace ItsmServerless.Tests.Scenarios.Changes;

/// <summary>Writes standard changes in a tenant of its own, which are approved as soon as they are submitted.</summary>
internal sealed class ChangeWriter : IDisposable
{
    private ChangeWriter(Caller admin) => Admin = admin;

    /// <summary>The key of role admin.</summary>
    public Caller Admin { get; }

    public static async Task<ChangeWriter> In(ApprovalRig rig)
    {
        var writer = new ChangeWriter(await rig.Tenant());
        await writer.Put("/v1/change-templates/switch", new
        {
            title = "Replace a switch",
            risk = new { impact = "low", likelihood = "low" },
            plan = new { implementation = "a", backout = "b", test = "c" },
        });
        return writer;
    }

    public static string Path(JsonElement change) => $"/v1/changes/{ApprovalRig.Id(change)}";

    public void Dispose() => Admin.Dispose();

    public async Task Put(string path, object body) =>
        (await Admin.Send(HttpMethod.Put, path, body)).Expect(HttpStatusCode.OK);

    /// <summary>An approved change on the first of December, 20:00 to 22:00, with these members beside.</summary>
    public async Task<JsonElement> Approved(object more)
    {
        var body = JsonSerializer.SerializeToNode(more)!.AsObject();
        (body["type"], body["template"]) = ("standard", "switch");
        body["window"] ??= JsonSerializer.SerializeToNode(new { start = "2026-12-01T20:00:00Z", end = "2026-12-01T22:00:00Z" });
        var change = (await Admin.Post("/v1/changes", body)).Expect(HttpStatusCode.Created);
        return await Act(change, "submit");
    }

    public async Task<JsonElement> Act(JsonElement change, string action, object? body = null) =>
        (await Admin.Post($"{Path(change)}/{action}", body, ifMatch: "*")).Expect(HttpStatusCode.OK);

    public async Task<JsonElement> Read(JsonElement change) => (await Admin.Get(Path(change))).Expect(HttpStatusCode.OK);
}
