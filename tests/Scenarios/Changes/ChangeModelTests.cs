using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Approvals;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Changes;

/// <summary>Templates, the questionnaire, tasks and emergencies over HTTP.</summary>
public sealed class ChangeModelTests(ApprovalRig rig) : IClassFixture<ApprovalRig>
{
    private static readonly object Window = new { start = "2026-12-01T20:00:00Z", end = "2026-12-01T22:00:00Z" };
    private static readonly object Low = new { impact = "low", likelihood = "low" };
    private static readonly object Plan = new { implementation = "a", backout = "b", test = "c" };

    [Fact]
    public async Task StandardChange_KeepsTheVersionOfTheTemplateItTook()
    {
        await rig.PutTemplate("keeps");
        var body = new { type = "standard", template = "keeps", window = Window };
        var change = (await rig.Admin.Post("/v1/changes", body)).Expect(HttpStatusCode.Created);
        await rig.PutTemplate("keeps", ifMatch: "*");
        var edited = await rig.Admin.Send(HttpMethod.Patch, Path(change), new { description = "Quick" }, "*");
        Assert.Equal(1, edited.Expect(HttpStatusCode.OK).GetProperty("templateVersion").GetInt32());
        Assert.Equal("a", edited.Json.GetProperty("plan").GetProperty("implementation").GetString());

        var deviating = await rig.Admin.Send(HttpMethod.Patch, Path(change), new { risk = new { impact = "high" } }, "*");
        deviating.Refused(HttpStatusCode.UnprocessableEntity, "validation_failed");
        Assert.Equal("not_standard", deviating.Json.GetProperty("errors")[0].GetProperty("code").GetString());
        var versions = await rig.Admin.Get("/v1/change-templates/keeps?version=1");
        Assert.Equal(1, versions.Expect(HttpStatusCode.OK).GetProperty("version").GetInt32());
        (await rig.Admin.Get("/v1/change-templates/keeps?version=9")).Refused(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("normal")]
    public async Task Change_OfATemplateThatIsNotThere_Is422(string type)
    {
        var body = new { title = "t", type, template = "nowhere", risk = Low, plan = Plan, window = Window };
        var refused = await rig.Admin.Post("/v1/changes", body);
        refused.Refused(HttpStatusCode.UnprocessableEntity, "validation_failed");
        Assert.Equal("/template", refused.Json.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task StandardChange_WithoutATemplateOrAPolicy_HasNobodyToAsk()
    {
        using var admin = await rig.Tenant();
        var body = new { title = "t", type = "standard", risk = Low, plan = Plan, window = Window };
        var change = (await admin.Post("/v1/changes", body)).Expect(HttpStatusCode.Created);
        (await admin.Post($"{Path(change)}/submit", ifMatch: "*")).Refused(HttpStatusCode.Conflict, "no_policy");
    }

    [Fact]
    public async Task Questionnaire_InForce_MustBeAnswered_AndRaisesTheRisk()
    {
        using var admin = await rig.Tenant();
        var question = new { key = "tested", text = "Was it tested?", answers = new[] { new { key = "no", text = "No", points = 10 } } };
        var questionnaire = new { questions = new[] { question }, thresholds = new { medium = 5, high = 10 } };
        (await admin.Send(HttpMethod.Put, "/v1/change-questionnaire", questionnaire)).Expect(HttpStatusCode.OK);
        var stages = new[] { ApprovalRig.Stage("all", "ann@acme.example") };
        (await admin.Send(HttpMethod.Put, "/v1/approval-policies/all", new { stages })).Expect(HttpStatusCode.OK);
        var body = new { title = "t", type = "normal", risk = Low, plan = Plan, window = Window };
        var change = (await admin.Post("/v1/changes", body)).Expect(HttpStatusCode.Created);

        var refused = await admin.Post($"{Path(change)}/submit", ifMatch: "*");
        refused.Refused(HttpStatusCode.UnprocessableEntity, "validation_failed");
        Assert.Equal("/risk/answers/tested", refused.Json.GetProperty("errors")[0].GetProperty("pointer").GetString());
        var answers = new { risk = new { answers = new { tested = "no" } } };
        (await admin.Send(HttpMethod.Patch, Path(change), answers, "*")).Expect(HttpStatusCode.OK);
        var submitted = (await admin.Post($"{Path(change)}/submit", ifMatch: "*")).Expect(HttpStatusCode.OK);
        Assert.Equal(
            """{"level":"high","byMatrix":"low","byAnswers":"high","points":10,"questionnaireVersion":1,"raisedBy":"questionnaire"}""",
            submitted.GetProperty("riskAssessment").GetRawText());
    }

    [Fact]
    public async Task Tasks_AreWorkedOnInOrder_AndKeepTheChangeFromEndingEarly()
    {
        await rig.PutTemplate("tasks");
        var body = new { type = "standard", template = "tasks", window = Window };
        var change = (await rig.Admin.Post("/v1/changes", body)).Expect(HttpStatusCode.Created);
        var tasks = $"{Path(change)}/tasks";
        var hash = change.GetProperty("contentHash").GetString();
        (await rig.Admin.Post(tasks, new { title = "Snapshot", owner = "olga@acme.example" })).Expect(HttpStatusCode.Created);
        var second = (await rig.Admin.Post(tasks, new { title = "Install", after = 1 })).Expect(HttpStatusCode.Created);
        Assert.Equal(2, second.GetProperty("number").GetInt32());
        var approved = (await rig.Admin.Post($"{Path(change)}/submit", ifMatch: "*")).Expect(HttpStatusCode.OK);
        Assert.NotEqual(hash, approved.GetProperty("contentHash").GetString());

        (await To(tasks, 2, new { state = "done" })).Refused(HttpStatusCode.Conflict, "invalid_transition");
        (await To(tasks, 1, new { state = "done" })).Expect(HttpStatusCode.OK);
        foreach (var action in new[] { "schedule", "start" })
            (await rig.Admin.Post($"{Path(change)}/{action}", ifMatch: "*")).Expect(HttpStatusCode.OK);
        var end = new { outcome = "successful", note = "Done" };
        var refused = await rig.Admin.Post($"{Path(change)}/complete", end, ifMatch: "*");
        refused.Refused(HttpStatusCode.Conflict, "tasks_open");
        Assert.Contains("Install", refused.Text, StringComparison.Ordinal);
        (await To(tasks, 2, new { state = "skipped", reason = "Was there" })).Expect(HttpStatusCode.OK);
        (await rig.Admin.Post($"{Path(change)}/complete", end, ifMatch: "*")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Tasks_AreListedInPages_AndTakenOutWhileTheContentMayChange()
    {
        var change = await rig.Submit([ApprovalRig.Stage("any", rig.Person("ann"))]);
        var tasks = $"{Path(change)}/tasks";
        foreach (var title in new[] { "a", "b", "c" })
            (await rig.Admin.Post(tasks, new { title })).Expect(HttpStatusCode.Created);
        var first = (await rig.Admin.Get($"{tasks}?limit=2")).Expect(HttpStatusCode.OK);
        Assert.Equal(["a", "b"], Titles(first));
        var cursor = Uri.EscapeDataString(first.GetProperty("nextCursor").GetString()!);
        var second = (await rig.Admin.Get($"{tasks}?limit=2&cursor={cursor}")).Expect(HttpStatusCode.OK);
        Assert.Equal(["c"], Titles(second));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
        var elsewhere = await rig.Draft([ApprovalRig.Stage("any", rig.Person("bob"))]);
        (await rig.Admin.Get($"{Path(elsewhere)}/tasks?cursor={cursor}"))
            .Refused(HttpStatusCode.BadRequest, "invalid_cursor");

        (await rig.Admin.Send(HttpMethod.Delete, $"{tasks}/2"))
            .Refused(HttpStatusCode.PreconditionRequired, "precondition_required");
        (await rig.Admin.Send(HttpMethod.Delete, $"{tasks}/2", ifMatch: "*")).Expect204();
        (await rig.Admin.Send(HttpMethod.Delete, $"{tasks}/2", ifMatch: "*"))
            .Refused(HttpStatusCode.NotFound, "not_found");
        await rig.Quiet();
        Assert.Equal(["a", "c"], Titles((await rig.Admin.Get(tasks)).Expect(HttpStatusCode.OK)));
        Assert.Equal(5, (await rig.Read(change)).GetProperty("generation").GetInt32());
        Assert.Equal(4, (await rig.History(change)).Count(type => type == "approval.voided"));
    }

    [Fact]
    public async Task Emergency_IsApprovedAfterwards_AndNotClosedBefore()
    {
        var (ann, service) = (rig.Person("ann"), rig.Person("service").Split('@')[0]);
        var policy = new
        {
            match = new { type = new[] { "emergency" }, service = new[] { service } },
            stages = new[] { ApprovalRig.Stage("all", ann) },
            retrospective = true,
        };
        (await rig.Admin.Send(HttpMethod.Put, $"/v1/approval-policies/{service}", policy)).Expect(HttpStatusCode.OK);
        var body = new { title = "t", type = "emergency", risk = Low, plan = Plan, window = Window, service };
        var change = (await rig.Admin.Post("/v1/changes", body)).Expect(HttpStatusCode.Created);
        foreach (var action in new[] { "submit", "start" })
            (await rig.Admin.Post($"{Path(change)}/{action}", ifMatch: "*")).Expect(HttpStatusCode.OK);
        var end = new { outcome = "successful", note = "Done" };
        (await rig.Admin.Post($"{Path(change)}/complete", end, ifMatch: "*")).Expect(HttpStatusCode.OK);
        (await rig.Admin.Post($"{Path(change)}/close", ifMatch: "*")).Refused(HttpStatusCode.Conflict, "invalid_transition");

        await rig.Quiet();
        using var approver = await rig.KeyOf(ann);
        (await approver.Post($"{Path(change)}/votes", new { decision = "approve" })).Expect(HttpStatusCode.OK);
        await rig.Quiet();
        Assert.Equal("approved", (await rig.Read(change)).GetProperty("retrospective").GetString());
        (await rig.Admin.Post($"{Path(change)}/close", ifMatch: "*")).Expect(HttpStatusCode.OK);
        var timeline = (await rig.Admin.Get($"{Path(change)}/timeline")).Expect(HttpStatusCode.OK).GetRawText();
        Assert.Contains("\"retrospective\":true", timeline, StringComparison.Ordinal);
    }

    private static string?[] Titles(JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(task => task.GetProperty("title").GetString())];

    private Task<Answer> To(string tasks, int number, object body) =>
        rig.Admin.Send(HttpMethod.Patch, $"{tasks}/{number}", body, "*");

    private static string Path(JsonElement change) => $"/v1/changes/{ApprovalRig.Id(change)}";
}
