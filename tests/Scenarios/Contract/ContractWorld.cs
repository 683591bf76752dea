using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ItsmServerless.Local;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Contract;

/// <summary>The running product with two tenants; the first has one of everything that a path can name.</summary>
public sealed class ContractWorld(StorageFixture storage) : IAsyncLifetime
{
    /// <summary>What is made by which operation, where a walk needs a new one for each step.</summary>
    private static readonly (string Place, string Operation)[] Makers =
    [
        ("/v1/incidents/{id}", "reportIncident"), ("/v1/changes/{id}", "draftChange"),
        ("/v1/intake-sources/{id}", "createIntakeSource"), ("/v1/api-keys/{id}", "createApiKey"),
    ];

    private readonly StorageScope _scope = storage.Scope();
    private readonly Dictionary<string, string> _pathValues = new(StringComparer.Ordinal);
    private readonly HttpClient _http = new(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 });
    private LocalHost? _host;

    /// <summary>Every route there is.</summary>
    internal IReadOnlyList<ApiRoute> Routes { get; private set; } = [];

    /// <summary>The routes that ask for a credential.</summary>
    internal IEnumerable<ApiRoute> Guarded => Routes.Where(route => !route.IsAnonymous);

    /// <summary>The routes that take a JSON body.</summary>
    internal IEnumerable<ApiRoute> Writing => Guarded.Where(route => route.TakesJson);

    /// <summary>The first tenant's key of role admin.</summary>
    internal string Admin { get; private set; } = "";

    /// <summary>The second tenant's key of role admin.</summary>
    internal string Stranger { get; private set; } = "";

    /// <summary>An incident of the first tenant.</summary>
    internal string Incident => _pathValues["/v1/incidents/{id}"];

    /// <summary>Another one, to be linked.</summary>
    private string _another = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _host = await LocalHost.StartAsync(new LocalOptions
        {
            Port = 0,
            Storage = _scope.ConnectionString,
            Prefix = _scope.Prefix,
            Ephemeral = true,
            ManualClock = true,
            Seed = false,
        });
        _http.BaseAddress = new Uri(_host.Url);
        Routes = ApiRoute.AllOf(JsonNode.Parse(await _http.GetStringAsync("/openapi/v1.json"))!.AsObject());
        (Admin, Stranger) = (await TenantAsync("first"), await TenantAsync("second"));
        await TenantAsync("third"); // The one that the operator's routes are walked with: it may be off-boarded.
        await FurnishAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
        await _scope.DisposeAsync();
    }

    /// <summary>The operator's credential.</summary>
    internal string Operator => _host!.OperatorKey;

    /// <summary>What a part of a path stands for in the first tenant; null when the first tenant has none.</summary>
    internal string? ValueAt(string place) => _pathValues.GetValueOrDefault(place);

    /// <summary>Makes a key with an admin's.</summary>
    internal async Task<string> KeyAsync(string admin, JsonObject body) =>
        (await MadeAsync("createApiKey", admin, body.ToJsonString()))["secret"]!.GetValue<string>();

    /// <summary>Calls an operation that makes something, and expects that it does.</summary>
    internal Task<JsonNode> MakeAsync(string operation, string key, JsonObject body) =>
        MadeAsync(operation, key, body.ToJsonString());

    /// <summary>The services of the product, for what no route does.</summary>
    internal IServiceProvider Services => _host!.Services;

    /// <summary>Moves the clock, and waits for what became due.</summary>
    internal Task AdvanceAsync(TimeSpan by) => _host!.AdvanceAsync(by);

    /// <summary>Waits until nothing goes on by itself.</summary>
    internal Task QuietAsync() => _host!.WhenQuiet();

    /// <summary>The route's own credential: the operator's where it is the operator's.</summary>
    internal string KeyFor(ApiRoute route) => route.IsForOperator ? _host!.OperatorKey : Admin;

    /// <summary>The route's path to what the first tenant has.</summary>
    internal string PathOf(ApiRoute route)
    {
        var path = "";
        foreach (var segment in route.Path.Split('/').Skip(1))
            path += "/" + (segment.StartsWith('{') ? Uri.EscapeDataString(ValueOf(route, segment)) : segment);
        return path;
    }

    /// <summary>The route's path to something new, that nobody watches.</summary>
    internal async Task<string> ElsewhereAsync(ApiRoute route)
    {
        foreach (var (place, operation) in Makers)
        {
            if (route.Path.StartsWith(place, StringComparison.Ordinal))
                return PathOf(route).Replace(_pathValues[place], await NewAsync(operation), StringComparison.Ordinal);
        }
        return route is { IsKeyed: true, HasPathValues: true }
            ? PathOf(route)[..(PathOf(route).LastIndexOf('/') + 1)] + NewKey(route.Path)
            : PathOf(route);
    }

    private static string NewKey(string path) => path switch
    {
        _ when path.EndsWith("{email}", StringComparison.Ordinal) => "x@example.org",
        _ when path.EndsWith("{kind}", StringComparison.Ordinal) => "resolved",
        _ => "x",
    };

    /// <summary>A valid body for the route.</summary>
    internal JsonObject ExampleFor(ApiRoute route) => Examples.Of(route, _another);

    /// <summary>Sends what is said, and nothing else.</summary>
    internal async Task<Reply> SendAsync(
        ApiRoute route, string? path = null, string? key = null, string? body = null, string mediaType = "application/json",
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), path ?? PathOf(route));
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request);
        return await Reply.Of(response);
    }

    /// <summary>Sends a body with the route's own credential, whatever version the record has.</summary>
    internal Task<Reply> WriteAsync(ApiRoute route, string body, string? path = null) =>
        SendAsync(route, path, KeyFor(route), body, headers: ("If-Match", "*"));

    /// <summary>Walks routes a few at a time and fails with every complaint there is.</summary>
    internal static async Task WalkAsync<T>(IEnumerable<T> steps, Func<T, Task<string?>> complaint)
    {
        var complaints = new ConcurrentQueue<string>();
        var walked = 0;
        await Parallel.ForEachAsync(steps, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (step, _) =>
        {
            Interlocked.Increment(ref walked);
            if (await complaint(step) is { } found)
                complaints.Enqueue($"{step}: {found}");
        });
        Assert.True(walked > 0, "Nothing was walked.");
        Assert.True(complaints.IsEmpty, Told(complaints, walked));
    }

    private static string Told(IReadOnlyCollection<string> complaints, int walked) => string.Join('\n',
        complaints.Order(StringComparer.Ordinal).Take(40).Select(Printable).Prepend($"{complaints.Count} of {walked}:"));

    private static string Printable(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : $"{c}"));

    private string ValueOf(ApiRoute route, string segment)
    {
        var place = route.Path[..(route.Path.IndexOf(segment, StringComparison.Ordinal) + segment.Length)];
        return _pathValues.TryGetValue(place, out var value)
            ? value
            : throw new InvalidOperationException($"{route}: make one of {place} in {nameof(ContractWorld)}.{nameof(FurnishAsync)}.");
    }

    private async Task<string> TenantAsync(string slug)
    {
        var tenant = await MadeAsync("createTenant", _host!.OperatorKey, $$"""{"slug":"{{slug}}","name":"{{slug}}","plan":"unlimited"}""");
        _pathValues["/v1/operator/tenants/{id}"] = tenant["id"]!.GetValue<string>();
        return tenant["apiKey"]!["secret"]!.GetValue<string>();
    }

    private async Task FurnishAsync()
    {
        foreach (var (place, key, operation) in new[]
        {
            ("/v1/calendars/{key}", "business", "putCalendar"), ("/v1/agreements/{key}", "gold", "putAgreement"),
            ("/v1/approval-policies/{key}", "board", "putApprovalPolicy"), ("/v1/freezes/{key}", "winter", "putFreeze"),
            ("/v1/intake-rules", "", "putIntakeRules"),
            ("/v1/people/{email}", "pat@example.org", "putPerson"), ("/v1/groups/{key}", "net", "putGroup"),
            ("/v1/teams-channels/{key}", "ops", "putTeamsChannel"), ("/v1/identity-providers/{key}", "sso", "putIdentityProvider"),
            ("/v1/services/{key}", "mail", "putService"), ("/v1/configuration-items/{key}", "srv-1", "putConfigurationItem"),
            ("/v1/change-templates/{key}", "patch", "putChangeTemplate"),
            ("/v1/maintenance-windows/{key}", "nights", "putMaintenanceWindow"),
            ("/v1/change-questionnaire", "", "putChangeQuestionnaire"), ("/v1/webhooks/{key}", "ops", "putWebhook"), ("/v1/views/{key}", "open", "putView"),
            ("/v1/mail-templates/{kind}", "answered", "putMailTemplate"), ("/v1/mail-settings", "", "putMailSettings"),
            ("/v1/settings", "", "putSettings"),
        })
        {
            _pathValues[place] = key;
            await MadeAsync(operation, Admin);
        }
        _pathValues["/problems/{code}"] = "not_found";
        _pathValues["/scim/v2/Users/{id}"] = "per_pat@example.org";
        _pathValues["/scim/v2/Groups/{id}"] = "grp_net";
        await FurnishAsync("/v1/incidents/{id}", "reportIncident");
        _another = await NewAsync("reportIncident");
        await FurnishAsync("/v1/changes/{id}", "draftChange");
        _pathValues["/v1/bulk/{id}"] = (await MadeAsync("startBulk", Admin, StartedBulk(_another)))["id"]!.GetValue<string>();
        _pathValues["/v1/changes/{id}/tasks/{number}"] = "1";
        await MadeAsync("addChangeTask", Admin);
        await FurnishAsync("/v1/api-keys/{id}", "createApiKey");
        _pathValues["/v1/incidents/{id}/attachments/{attachmentId}"] = await AttachAsync();
        await FurnishAsync("/v1/webhooks/{key}/deliveries/{id}", "testWebhook");
        await FurnishAsync("/v1/changes/calendar/feeds/{id}", "createCalendarFeed");
        await FurnishAsync("/v1/agreements/{key}/recalculations/{id}", "startRecalculation");
        await FurnishAsync("/v1/exports/{id}", "startExport");
        _pathValues["/exports/{token}"] = "no-token";
        _pathValues["/problems/{code}"] = "not_found";
        _pathValues["/approve/{token}"] = "no-token";
        _pathValues["/v1/statements/{month}"] = "2026-11";
        _pathValues["/calendar/{file}"] = "no-token.ics";
        if (Routes.Any(route => route.Path == "/in/{token}"))
            await FurnishIntakeAsync();
        await _host!.WhenQuiet(); // What goes on by itself would look like what a walk has done.
    }

    private string StartedBulk(string incident) =>
        Examples.Of(Routes.First(route => route.Id == "startBulk"), incident).ToJsonString();

    private async Task FurnishAsync(string place, string operation) => _pathValues[place] = await NewAsync(operation);

    private async Task<string> NewAsync(string operation) => (await MadeAsync(operation, Admin))["id"]!.GetValue<string>();

    private async Task<string> AttachAsync()
    {
        using var form = new MultipartFormDataContent { { new StringContent("text"), "file", "note.txt" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/incidents/{Incident}/attachments") { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Admin);
        using var response = await _http.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["id"]!.GetValue<string>();
    }

    private async Task FurnishIntakeAsync()
    {
        var source = await MadeAsync("createIntakeSource", Admin);
        _pathValues["/v1/intake-sources/{id}"] = source["id"]!.GetValue<string>();
        _pathValues["/in/{token}"] = source["url"]!.GetValue<string>().Split('/')[^1];
        var posting = Routes.First(route => route.Path == "/in/{token}" && route.Method == "POST");
        var posted = await SendAsync(posting, body: "From: ann@example.org\r\nSubject: x\r\n\r\nText\r\n", mediaType: "message/rfc822");
        _pathValues["/v1/intake/receipts/{id}"] = posted.Json!["receipts"]![0]!["id"]!.GetValue<string>();
        await BounceAsync(posting, "ann@example.org");
    }

    /// <summary>A mail to somebody comes back: there is an address that mails did not reach.</summary>
    private async Task BounceAsync(ApiRoute door, string address)
    {
        await _host!.WhenQuiet();
        var sent = JsonNode.Parse(await _http.GetStringAsync($"/_local/mail?to={address}"))!["items"]![0]!;
        var bounce = $"From: MAILER-DAEMON@example.org\r\nX-Failed-Recipients: {address}\r\n\r\n550 5.1.1 unknown\r\n" +
            $"Message-ID: {sent["headers"]!["Message-Id"]!.GetValue<string>()}\r\n";
        await SendAsync(door, body: bounce, mediaType: "message/rfc822");
        _pathValues["/v1/mail-addresses/{email}"] = address;
    }

    private async Task<JsonNode> MadeAsync(string operation, string key, string? body = null)
    {
        var route = Routes.First(route => route.Id == operation);
        var made = await SendAsync(route, key: key, body: body ?? Examples.Of(route, "inc_none").ToJsonString());
        Assert.True(made.Status is 200 or 201 or 202, $"{route}: {made.Status} {made.Text}");
        return made.Json!;
    }
}
