using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Contract;

/// <summary>A request that comes again with its Idempotency-Key gets its first answer, and does nothing more.</summary>
public sealed class FirstAnswerTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private static int _keys;
    private readonly IncidentApi _api = desk.Admin;

    [Fact]
    public async Task Creations_AreAnsweredAgain_WordForWord()
    {
        var incident = await RepeatedAsync("/v1/incidents", new { title = "First" }, first => _api.Act(first, "start"));
        await RepeatedAsync($"/v1/incidents/{Id(incident)}/comments", new { body = "Hello" },
            _ => _api.Act(incident, "resolve", new { code = "fixed", note = "n" }));
        await RepeatedAsync("/v1/changes", Draft, first => Post($"/v1/changes/{Id(first)}/cancel", new { reason = "No" }));
        await RepeatedAsync("/v1/api-keys", new { name = "key", role = "agent" },
            first => Post($"/v1/api-keys/{Id(first)}/rotate", new { overlap = "PT1H" }));
        await RepeatedAsync("/v1/bulk", new { items = new[] { new { operation = "closeIncident", id = Id(incident) } } },
            _ => desk.AdvanceAsync(TimeSpan.FromSeconds(5)));
        await RepeatedAsync("/v1/exports", null, _ => desk.AdvanceAsync(TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public async Task Actions_AreAnsweredAgain_WordForWord()
    {
        var incident = await _api.Report(new { title = "Acts" });
        var path = $"/v1/incidents/{Id(incident)}";
        await RepeatedAsync($"{path}/assign", new { group = "net" }, _ => _api.Act(incident, "start"), "*");
        await RepeatedAsync($"{path}/hold", new { reason = "awaiting_supplier" }, _ => _api.Act(incident, "resume"), "*");
        await RepeatedAsync($"{path}/resolve", new { code = "fixed", note = "n" }, _ => _api.Act(incident, "reopen", new { reason = "r" }), "*");
        var other = await _api.Report(new { title = "Other" });
        await RepeatedAsync($"{path}/merge", new { into = Id(other) }, _ => _api.Act(incident, "unmerge"), "*");
    }

    [Fact]
    public async Task WhatChangedNothing_IsAnsweredAgain_AndDoesNotActLater()
    {
        var incident = await _api.Report(new { title = "As it is", group = "net" });
        await RepeatedAsync($"/v1/incidents/{Id(incident)}/assign", new { group = "net" },
            _ => _api.Act(incident, "assign", new { group = "mail" }), "*");
        var now = (await _api.Get($"/v1/incidents/{Id(incident)}")).Json;
        Assert.Equal("mail", now.GetProperty("group").GetString());
    }

    [Fact]
    public async Task ARefusal_IsAnsweredAgain_AlsoWhenItWouldGoNow()
    {
        var incident = await _api.Report(new { title = "Not held" });
        await RepeatedAsync($"/v1/incidents/{Id(incident)}/resume", null,
            _ => _api.Act(incident, "hold", new { reason = "awaiting_supplier" }), "*");
        var now = (await _api.Get($"/v1/incidents/{Id(incident)}")).Json;
        Assert.Equal("on_hold", now.GetProperty("state").GetString());
    }

    [Fact]
    public async Task WhatWasNotJudgedYet_LeavesTheKeyFree()
    {
        var incident = await _api.Report(new { title = "Free" });
        var (path, key) = ($"/v1/incidents/{Id(incident)}/start", NextKey());
        (await _api.Post(path, null, key)).Refused(HttpStatusCode.PreconditionRequired, "precondition_required");
        (await _api.Post(path, null, key, "\"7\"")).Refused(HttpStatusCode.PreconditionFailed, "version_conflict");
        (await _api.Post(path, null, key, "\"1\"")).Expect(HttpStatusCode.OK);
        (await _api.Post(path, null, key)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AnotherBodyOrAction_WithTheSameKey_IsAMismatch()
    {
        var incident = await _api.Report(new { title = "Mismatch", group = "net" });
        var (path, key) = ($"/v1/incidents/{Id(incident)}", NextKey());
        (await _api.Post($"{path}/assign", new { group = "net" }, key, "*")).Expect(HttpStatusCode.OK);
        (await _api.Post($"{path}/assign", new { group = "mail" }, key, "*")).Refused(HttpStatusCode.UnprocessableEntity, "idempotency_mismatch");
        (await _api.Post($"{path}/start", null, key, "*")).Refused(HttpStatusCode.UnprocessableEntity, "idempotency_mismatch");
        var refused = NextKey();
        (await _api.Post($"{path}/resume", null, refused, "*")).Refused(HttpStatusCode.Conflict, "invalid_transition");
        (await _api.Post($"{path}/start", null, refused, "*")).Refused(HttpStatusCode.UnprocessableEntity, "idempotency_mismatch");
    }

    [Fact]
    public async Task WhileTheFirstIsAtWork_TheSameKeyIsInProgress()
    {
        var (key, rest) = (NextKey(), new TaskCompletionSource());
        using var slow = new SlowBody("""{"title":"Sl""", rest.Task, "ow\"}");
        var first = _api.Post("/v1/incidents", slow, key);
        var second = await _api.Post("/v1/incidents", new { title = "" }, key); // Refused, so that it cannot be the first.
        while (second.Status == HttpStatusCode.UnprocessableEntity)
            second = await _api.Post("/v1/incidents", new { title = "" }, key);
        rest.SetResult();
        second.Refused(HttpStatusCode.Conflict, "in_progress");
        Assert.NotNull(second.Headers.RetryAfter);
        var done = (await first).Expect(HttpStatusCode.Created);
        Assert.Equal(Id(done), Id((await _api.Post("/v1/incidents", new { title = "Slow" }, key)).Json));
    }

    [Fact]
    public async Task ATestOfAWebhook_IsAnsweredAgain_AndPostedOnce()
    {
        var webhook = new { url = "http://127.0.0.1:9/hook", events = new[] { "calendar.deleted" } };
        (await _api.Send(HttpMethod.Put, "/v1/webhooks/first", webhook)).Expect(HttpStatusCode.OK);
        await RepeatedAsync("/v1/webhooks/first/test", null, _ => desk.AdvanceAsync(TimeSpan.FromHours(1)));
        Assert.Single(await _api.All("/v1/webhooks/first/deliveries"));
        await RepeatedAsync("/v1/search/index/rebuild", null, _ => _api.Report(new { title = "Found later" }));
    }

    /// <summary>Sends, lets the world move on, and sends again: status, body and headers are those of the first time.</summary>
    private async Task<JsonElement> RepeatedAsync(
        string path, object? body, Func<JsonElement, Task> meanwhile, string? ifMatch = null)
    {
        var key = NextKey();
        var first = await _api.Post(path, body, key, ifMatch);
        await meanwhile(first.Json);
        var second = await _api.Post(path, body, key, ifMatch);
        Assert.Equal(Told(first), Told(second));
        return first.Json;
    }

    /// <summary>All of an answer but what is of the request alone.</summary>
    private static string Told(Answer answer)
    {
        var body = answer.Bytes.Length == 0 ? "" : Encoding.UTF8.GetString(answer.Bytes);
        if ((int)answer.Status >= 400)
        {
            var problem = JsonNode.Parse(body)!.AsObject();
            problem.Remove("traceId");
            body = problem.ToJsonString();
        }
        return $"{(int)answer.Status} {answer.Headers.ETag} {answer.Headers.Location} {answer.Content.ContentType} {body}";
    }

    private Task Post(string path, object body) => _api.Post(path, body, ifMatch: "*");

    private static string Id(JsonElement record) => IncidentApi.IdOf(record);

    private static string NextKey() => $"first-{Interlocked.Increment(ref _keys)}";

    private static object Draft => new
    {
        title = "Patch",
        type = "normal",
        risk = new { impact = "low", likelihood = "low" },
        plan = new { implementation = "i", backout = "b", test = "t" },
        window = new { start = "2040-01-01T00:00:00Z", end = "2040-01-01T01:00:00Z" },
    };

    /// <summary>A body whose end is held back.</summary>
    private sealed class SlowBody : HttpContent
    {
        private readonly (byte[] Begin, Task Until, byte[] End) _parts;

        public SlowBody(string begin, Task until, string end)
        {
            _parts = (Encoding.UTF8.GetBytes(begin), until, Encoding.UTF8.GetBytes(end));
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_parts.Begin);
            await stream.FlushAsync();
            await _parts.Until;
            await stream.WriteAsync(_parts.End);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
