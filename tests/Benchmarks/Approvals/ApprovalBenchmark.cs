using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using ItsmServerless.Local;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Tests.Benchmarks.Approvals;

/// <summary>From the last vote to the outcome of a change, with 100 changes in flight.</summary>
/// <remarks>Each change has two stages of two approvers. The time is from sending the last vote until the transaction
/// in which the change becomes approved was answered; nobody polls for it, which would take the processor from what is
/// measured. The ceiling is every storage call on that way, one after another as there, made raw and with rows of the
/// same size, as many at once. What the product does beside it, such as mails and orchestrations, is not in it.</remarks>
internal sealed class ApprovalBenchmark(string connectionString)
{
    private const int Changes = 100;
    private const int AtOnce = 8;

    /// <summary>Two events for three subscriptions, and their ids.</summary>
    private const int Messages = 8;

    private static readonly string[] Voters = ["ann", "bob", "cid", "dan"];
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);
    private readonly string _prefix = "bench" + Random.Shared.NextInt64(1L << 40, 1L << 44).ToString("x");

    /// <summary>Prints the two lines.</summary>
    public async Task RunAsync(TextWriter output)
    {
        var witness = new OutcomeWitness();
        await using var host = await LocalHost.StartAsync(
            new LocalOptions { Port = 0, Ephemeral = true, Storage = connectionString, Prefix = _prefix },
            services => services.AddSingleton<HttpPipelinePolicy>(witness));
        using var admin = Speaking(host.Url, host.ApiKey);
        var keys = new Dictionary<string, HttpClient>();
        foreach (var voter in Voters) keys[voter] = Speaking(host.Url, await KeyOf(admin, voter));
        await Put(admin);
        var ids = await All(Enumerable.Range(0, Changes), _ => Submitted(admin));
        await All(ids, id => VotedByAllButOne(keys, id));
        var took = await All(ids, id => LastVote(witness, keys[Voters[^1]], id));
        var ceiling = await All(ids, Ceiling(new TableClient(connectionString, _prefix + "ceiling")));
        await output.WriteLineAsync($"{Changes} changes in flight, {AtOnce} last votes at once    p50 ms    p99 ms");
        await Print(output, "last vote to outcome", took);
        await Print(output, "ceiling: the storage calls on the way", ceiling);
        foreach (var key in keys.Values) key.Dispose();
    }

    private static async Task Print(TextWriter output, string name, IEnumerable<TimeSpan> times)
    {
        TimeSpan[] sorted = [.. times.Order()];
        var (p50, p99) = (sorted[sorted.Length / 2], sorted[sorted.Length * 99 / 100]);
        var line = $"{name,-44}{p50.TotalMilliseconds,12:F1}{p99.TotalMilliseconds,10:F1}";
        await output.WriteLineAsync(line);
    }

    private static async Task<TimeSpan> LastVote(OutcomeWitness witness, HttpClient voter, string id)
    {
        var approved = witness.Approved(id);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Vote(voter, id), approved.ContinueWith(_ => watch.Stop(), TaskScheduler.Default));
        return watch.Elapsed;
    }

    private static async Task<string> VotedByAllButOne(Dictionary<string, HttpClient> keys, string id)
    {
        foreach (var voter in Voters[..^1])
        {
            while (!await IsAsked(keys[voter], id, voter)) await Task.Delay(Glance);
            await Vote(keys[voter], id);
        }
        while (!await IsAsked(keys[Voters[^1]], id, Voters[^1])) await Task.Delay(Glance);
        return id;
    }

    private static async Task<bool> IsAsked(HttpClient client, string id, string voter)
    {
        var shown = await client.GetFromJsonAsync<JsonElement>($"/v1/changes/{id}/approvals");
        return shown.GetProperty("stages").GetRawText().Contains(voter + "@", StringComparison.Ordinal);
    }

    private static async Task Vote(HttpClient voter, string id)
    {
        using var answer = await voter.PostAsJsonAsync($"/v1/changes/{id}/votes", new { decision = "approve" });
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<string> Submitted(HttpClient admin)
    {
        using var drafted = await admin.PostAsJsonAsync("/v1/changes", new
        {
            title = "Replace the core switch",
            type = "normal",
            risk = new { impact = "high", likelihood = "low" },
            plan = new { implementation = "Swap it", backout = "Swap back", test = "Ping" },
            window = new { start = "2040-12-01T20:00:00Z", end = "2040-12-01T22:00:00Z" },
        });
        var change = await drafted.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        var id = change.GetProperty("id").GetString()!;
        using var submit = new HttpRequestMessage(HttpMethod.Post, $"/v1/changes/{id}/submit");
        submit.Headers.TryAddWithoutValidation("If-Match", "*");
        using var submitted = await admin.SendAsync(submit);
        submitted.EnsureSuccessStatusCode();
        return id;
    }

    private static async Task Put(HttpClient admin)
    {
        var stages = Voters.Chunk(2).Select(pair => new
        {
            name = pair[0],
            approvers = pair.Select(voter => $"{voter}@acme.example"),
            quorum = new { kind = "all" },
            timeout = "P3D",
        });
        using var put = await admin.PutAsJsonAsync("/v1/approval-policies/all", new { stages });
        put.EnsureSuccessStatusCode();
    }

    private static async Task<string> KeyOf(HttpClient admin, string voter)
    {
        var body = new { name = voter, role = "agent", person = $"{voter}@acme.example" };
        using var made = await admin.PostAsJsonAsync("/v1/api-keys", body);
        var key = await made.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return key.GetProperty("secret").GetString()!;
    }

    /// <summary>What the vote's command, the publication and the change's command call in turn; <c>ApprovalCostTests</c>
    /// prints them.</summary>
    private static Func<string, Task<TimeSpan>> Ceiling(TableClient table)
    {
        table.CreateIfNotExists();
        return async id =>
        {
            await table.SubmitTransactionAsync(Rows(id + "change"));
            await table.SubmitTransactionAsync(Rows(id + "approval"));
            await table.AddEntityAsync(new TableEntity(id, "open"));
            var watch = Stopwatch.StartNew();
            await Read(table, id + "change");
            await Read(table, id + "approval");
            await table.UpsertEntityAsync(new TableEntity(id, "vote"));
            await table.SubmitTransactionAsync(Rows(id + "vote"));
            await table.DeleteEntityAsync(id, "open");
            await Read(table, id + "approval");
            await table.SubmitTransactionAsync(Rows(id + "messages", Messages));
            await Read(table, id + "change");
            await table.UpsertEntityAsync(new TableEntity(id, "outcome"));
            await table.SubmitTransactionAsync(Rows(id + "outcome"));
            return watch.Elapsed;
        };
    }

    private static Task Read(TableClient table, string partition) =>
        table.GetEntityIfExistsAsync<TableEntity>(partition, "0");

    private static IEnumerable<TableTransactionAction> Rows(string partition, int count = 4) => Enumerable.Range(0, count).Select(row =>
        new TableTransactionAction(
            TableTransactionActionType.Add, new TableEntity(partition, $"{row}") { ["Body"] = new byte[1024] }));

    private static async Task<IReadOnlyCollection<TOut>> All<TIn, TOut>(
        IEnumerable<TIn> items, Func<TIn, Task<TOut>> work)
    {
        var done = new ConcurrentQueue<TOut>();
        await Parallel.ForEachAsync(
            items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (item, _) => done.Enqueue(await work(item)));
        return done;
    }

    private static HttpClient Speaking(string url, string? key) => new()
    {
        BaseAddress = new(url),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };
}
