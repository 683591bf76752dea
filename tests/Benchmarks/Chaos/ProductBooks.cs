using System.Net.Http.Json;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Hosting;

namespace ItsmServerless.Tests.Benchmarks.Chaos;

/// <summary>What the product has in the end, as its API shows it.</summary>
/// <param name="Incidents">All of them, with their timelines, oldest event first.</param>
/// <param name="Feed">The change feed.</param>
/// <param name="Usage">Units by dimension.</param>
/// <param name="Mails">What was sent, to whom.</param>
/// <param name="DeadLetters">Messages that were given up.</param>
internal sealed record ProductBooks(
    IReadOnlyList<StoredIncident> Incidents,
    IReadOnlyList<JsonElement> Feed,
    IReadOnlyDictionary<string, long> Usage,
    ILookup<string, JsonElement> Mails,
    IReadOnlyList<JsonElement> DeadLetters)
{
    private const int ReadersAtOnce = 16;
    private const int LooksUntilQuiet = 25;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromMinutes(10);

    /// <summary>Waits until nothing moves any more, and reads.</summary>
    public static async Task<ProductBooks> WhenQuietAsync(ProductProcess product)
    {
        var http = product.Client;
        await QuietAsync(http);
        var incidents = await AllAsync(http, "/v1/incidents?limit=200");
        using var places = new SemaphoreSlim(ReadersAtOnce);
        var timelines = await Task.WhenAll(incidents.Select(async incident =>
        {
            await places.WaitAsync();
            try
            {
                return new StoredIncident(incident, await AllAsync(http, $"/v1/incidents/{incident.GetProperty("id").GetString()}/timeline?limit=200"));
            }
            finally
            {
                places.Release();
            }
        }));
        var dead = (await ReadAsync(http, "/_local/bus/dead-letters")).GetProperty("items").EnumerateArray().ToList();
        return new(timelines, await FeedAsync(http), await UsageAsync(http), await MailsAsync(http), dead);
    }

    /// <summary>Nothing on the bus, and the feed has not grown for longer than a clock runs.</summary>
    private static async Task QuietAsync(HttpClient http)
    {
        var (quiet, last) = (0, -1L);
        for (var waited = TimeSpan.Zero; quiet < LooksUntilQuiet; waited += Look)
        {
            if (waited > Patience) throw new TimeoutException($"It was not quiet within {Patience}.");
            await Task.Delay(Look);
            var bus = await ReadAsync(http, "/_local/bus");
            var next = (await ReadAsync(http, "/v1/events?after=latest")).GetProperty("next").GetInt64();
            quiet = Sum(bus, "active") + Sum(bus, "locked") == 0 && next == last ? quiet + 1 : 0;
            last = next;
        }
    }

    private static async Task<IReadOnlyList<JsonElement>> FeedAsync(HttpClient http)
    {
        var all = new List<JsonElement>();
        for (var after = 0L; ;)
        {
            var page = await ReadAsync(http, $"/v1/events?after={after}&limit=200");
            var count = all.Count;
            all.AddRange(page.GetProperty("items").EnumerateArray());
            if (all.Count == count) return all;
            after = page.GetProperty("next").GetInt64();
        }
    }

    private static async Task<IReadOnlyDictionary<string, long>> UsageAsync(HttpClient http)
    {
        var from = TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var usage = await ReadAsync(http, $"/v1/usage?from={from}&by=day");
        return usage.GetProperty("items").EnumerateArray()
            .GroupBy(item => item.GetProperty("dimension").GetString()!)
            .ToDictionary(group => group.Key, group => group.Sum(item => item.GetProperty("quantity").GetInt64()));
    }

    private static async Task<ILookup<string, JsonElement>> MailsAsync(HttpClient http) =>
        (await ReadAsync(http, "/_local/mail")).GetProperty("items").EnumerateArray()
            .ToLookup(mail => mail.GetProperty("to").ToString());

    private static async Task<IReadOnlyList<JsonElement>> AllAsync(HttpClient http, string path)
    {
        var items = new List<JsonElement>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await ReadAsync(http, cursor.Length == 0 ? path : $"{path}&cursor={Uri.EscapeDataString(cursor)}");
            items.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("nextCursor").GetString();
        }
        return items;
    }

    private static int Sum(JsonElement bus, string count) =>
        bus.GetProperty("items").EnumerateArray().Sum(mailbox => mailbox.GetProperty(count).GetInt32());

    private static async Task<JsonElement> ReadAsync(HttpClient http, string path) =>
        await http.GetFromJsonAsync<JsonElement>(path);
}

/// <summary>An incident as a list shows it, and its events, oldest first.</summary>
internal sealed record StoredIncident(JsonElement Incident, IReadOnlyList<JsonElement> Timeline)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Incident} with {Timeline.Count} events";
}
