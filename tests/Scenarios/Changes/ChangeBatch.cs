using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Approvals;
using ItsmServerless.Tests.Scenarios.Hosting;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Changes;

/// <summary>Changes that go their way together in a product that is killed on every step.</summary>
internal sealed class ChangeBatch
{
    public const string Ann = "ann@acme.example";
    public const string Bob = "bob@acme.example";

    private readonly ProductProcess _product;
    private readonly Random _random;
    private readonly Dictionary<string, string> _keys = [];
    private readonly DateTimeOffset _window;

    private ChangeBatch(ProductProcess product, Random random, DateTimeOffset window) =>
        (_product, _random, _window) = (product, random, window);

    public IReadOnlyList<string> Changes { get; private set; } = [];

    /// <summary>How often the product was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>Drafts that two people decide on, one after the other, each with an owner of its own.</summary>
    public static async Task<ChangeBatch> Write(ProductProcess product, int changes, Random random)
    {
        using var admin = new Caller(new Uri(product.Url), product.ApiKey);
        var now = (await admin.Get("/_local/clock")).Json.GetProperty("now").GetDateTimeOffset();
        var batch = new ChangeBatch(product, random, now.AddHours(50));
        object[] stages = [PageChange.Stage("Peer", "any", Ann), PageChange.Stage("CAB", "any", Bob)];
        (await admin.Send(HttpMethod.Put, "/v1/approval-policies/all", new { stages })).Expect(HttpStatusCode.OK);
        foreach (var person in new[] { Ann, Bob })
        {
            var made = await admin.Post("/v1/api-keys", new { name = "key", role = "agent", person });
            batch._keys[person] = made.Expect(HttpStatusCode.Created).GetProperty("secret").GetString()!;
        }
        batch.Changes = await Task.WhenAll(Enumerable.Range(0, changes).Select(number => batch.Draft(admin, number)));
        return batch;
    }

    public static string Owner(int number) => $"olga{number}@acme.example";

    /// <summary>Does the same to every change, is killed meanwhile, and does it again.</summary>
    public async Task Each(string action, object? body = null, string? by = null)
    {
        var (answered, last) = (0, _random.Next(1, Changes.Count + 1));
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = Task.WhenAll(Changes.Select(async change =>
        {
            var cut = await Record.ExceptionAsync(() => Do(change, action, body, by));
            if (cut is not (null or HttpRequestException)) throw cut;
            if (cut is null && Interlocked.Increment(ref answered) == last) enough.SetResult();
        }));
        await Task.WhenAny(enough.Task, all);
        await KillAndStart(all);
        await Task.WhenAll(Changes.Select(change => Do(change, action, body, by)));
        await GoOn(TimeSpan.FromMinutes(1));
    }

    /// <summary>Lets the time come that is so long after the start of the window; is killed when some of those who are
    /// told then were told.</summary>
    public async Task Until(TimeSpan window)
    {
        var (before, told) = ((await Mails()).Length, _random.Next(1, Changes.Count + 1));
        var going = GoOn(_window + window - await Now());
        while (!going.IsCompleted && (await Mails()).Length - before < told)
            await Task.Delay(TimeSpan.FromMilliseconds(100)); // Counting mails costs the product time.
        await KillAndStart(going);
        await GoOn(TimeSpan.FromMinutes(1));
    }

    /// <summary>What happened to a change, or to its approval.</summary>
    public async Task<string?[]> Types(string change, string part, string list)
    {
        var shown = await Get($"/v1/changes/{change}/{part}");
        return [.. shown.GetProperty(list).EnumerateArray().Select(each => each.GetProperty("type").GetString())];
    }

    /// <summary>Receiver and first sentence of every mail; one that was handed over again is the same.</summary>
    public async Task<(string Id, string To, string Text)[]> Mails() =>
    [
        .. (await Get("/_local/mail")).GetProperty("items").EnumerateArray().Select(mail => (
            mail.GetProperty("headers").GetProperty("Message-Id").GetString()!,
            mail.GetProperty("to").GetString()!, mail.GetProperty("text").GetString()!))
    ];

    private async Task KillAndStart(Task atWork)
    {
        await _product.KillAsync();
        Kills++;
        var cut = await Record.ExceptionAsync(() => atWork);
        if (cut is not (null or HttpRequestException)) throw cut;
        await _product.StartAgainAsync();
        await GoOn(TimeSpan.FromMinutes(1));
    }

    private async Task<string> Draft(Caller admin, int number)
    {
        var drafted = await admin.Post("/v1/changes", new
        {
            title = $"Replace switch {number}",
            type = "normal",
            risk = new { impact = "low", likelihood = "low" },
            plan = new { implementation = "Swap it", backout = "Swap back", test = "Ping" },
            window = new { start = Text(_window), end = Text(_window.AddHours(2)) },
            owner = Owner(number),
        });
        return ApprovalRig.Id(drafted.Expect(HttpStatusCode.Created));
    }

    private async Task Do(string change, string action, object? body, string? by)
    {
        using var caller = new Caller(new Uri(_product.Url), by is null ? _product.ApiKey : _keys[by]);
        var done = await caller.Send(
            HttpMethod.Post, $"/v1/changes/{change}/{action}", body, by is null ? "*" : null,
            idempotencyKey: $"{change}/{action}/{by}");
        done.Expect(HttpStatusCode.OK);
    }

    private async Task<DateTimeOffset> Now() => (await Get("/_local/clock")).GetProperty("now").GetDateTimeOffset();

    private async Task GoOn(TimeSpan by)
    {
        using var admin = new Caller(new Uri(_product.Url), _product.ApiKey);
        var body = new { by = System.Xml.XmlConvert.ToString(by) };
        (await admin.Post("/_local/clock/advance", body)).Expect(HttpStatusCode.OK);
    }

    private async Task<JsonElement> Get(string path)
    {
        using var admin = new Caller(new Uri(_product.Url), _product.ApiKey);
        return (await admin.Get(path)).Expect(HttpStatusCode.OK);
    }

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
}
