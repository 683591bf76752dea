using System.Globalization;
using System.Text.Json;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Tests.Scenarios.Faults;

namespace ItsmServerless.Tests.Benchmarks.Chaos;

/// <summary>Compares the books of the senders with the product's, invariant by invariant (docs/architecture.md).</summary>
internal sealed class ChaosVerdict(IntakeLedger ledger, ProductBooks books)
{
    private const int Shown = 5;

    private readonly ILookup<string, JsonElement> _byTitle = books.Incidents.ToLookup(
        pair => pair.Incident.GetProperty("title").GetString()!, pair => pair.Incident);

    /// <summary>Prints a line for each.</summary>
    /// <returns>Whether all hold.</returns>
    public async Task<bool> WriteAsync(TextWriter output)
    {
        Line[] lines = [.. Intakes(), Chains(), .. Consumers(), .. Clocks(), Units(), Given()];
        await output.WriteLineAsync($"{"invariant",-58}{"checked",9}{"lost",7}{"doubled",9}{"wrong",7}");
        foreach (var line in lines)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{line.Invariant,-58}{line.Checked,9}{line.Lost,7}{line.Doubled,9}{line.Wrong,7}"));
            foreach (var broken in line.Broken.Take(Shown)) await output.WriteLineAsync($"    {broken}");
        }
        var holds = lines.All(line => line.Lost + line.Doubled + line.Wrong == 0);
        await output.WriteLineAsync(holds ? "0 lost, 0 doubled" : "BROKEN");
        return holds;
    }

    /// <summary>I1, I9: what was acknowledged is one incident, and there are no others.</summary>
    private IEnumerable<Line> Intakes()
    {
        foreach (var way in Enum.GetValues<Way>())
        {
            var sent = ledger.Acknowledged.Where(intake => intake.Way == way).ToList();
            yield return Counted($"I1 I9 acknowledged by {way} is one incident", sent, intake => _byTitle[intake.Title].Count());
        }
        var known = ledger.Acknowledged.Select(intake => intake.Title).ToHashSet(StringComparer.Ordinal);
        yield return Judged(
            "I1 no incident that nobody sent", books.Incidents, pair => known.Contains(pair.Incident.GetProperty("title").GetString()!));
    }

    /// <summary>I2, I3: gapless, in order, chained by hash; told of as many events as the head says.</summary>
    private Line Chains() => Judged(
        "I2 I3 timelines are gapless and chained", books.Incidents, pair => IsChained(pair.Incident, pair.Timeline));

    private static bool IsChained(JsonElement incident, IReadOnlyList<JsonElement> timeline)
    {
        var previous = new string('0', 64);
        for (var at = 0; at < timeline.Count; at++)
        {
            var happened = timeline[at];
            if (happened.GetProperty("sequence").GetInt32() != at + 1) return false;
            if (happened.GetProperty("previousHash").GetString() != previous) return false;
            previous = happened.GetProperty("hash").GetString()!;
            if (previous != HashOf(happened)) return false;
        }
        return timeline.Count == incident.GetProperty("version").GetInt32();
    }

    private static string HashOf(JsonElement happened) => CanonicalJson.Hash(JsonSerializer.SerializeToElement(happened
        .EnumerateObject().Where(member => member.Name != "hash").ToDictionary(member => member.Name, member => member.Value)));

    /// <summary>I4: each event reached the feed once, each sender by mail was told once that it arrived.</summary>
    private IEnumerable<Line> Consumers()
    {
        var fed = books.Feed.Where(told => told.GetProperty("data").GetProperty("practice").GetString() == "incident")
            .CountBy(told => $"{told.GetProperty("data").GetProperty("record")} {told.GetProperty("data").GetProperty("sequence")}")
            .ToDictionary(StringComparer.Ordinal);
        var happened = books.Incidents.SelectMany(pair => pair.Timeline.Select(
            one => $"{pair.Incident.GetProperty("id")} {one.GetProperty("sequence")}")).ToList();
        yield return Counted("I4 an event is in the change feed once", happened, one => fed.GetValueOrDefault(one));
        yield return Judged(
            "I4 the feed's numbers have no gap", [.. books.Feed.Index()],
            told => told.Item.GetProperty("sequence").GetInt64() == told.Index + 1);
        yield return Counted(
            "I4 a sender of mail has one answer", [.. ledger.Acknowledged.Where(intake => intake.Way == Way.Mail)],
            intake => books.Mails[intake.Sender].Count());
    }

    /// <summary>I5: a clock warns once and breaches once, and not before it is due.</summary>
    private IEnumerable<Line> Clocks()
    {
        var clocked = ledger.Acknowledged.Where(intake => intake.HasClocks).Select(intake => intake.Title).ToHashSet(StringComparer.Ordinal);
        var timelines = books.Incidents.Where(pair => clocked.Contains(pair.Incident.GetProperty("title").GetString()!))
            .Select(pair => pair.Timeline).ToList();
        foreach (var type in new[] { "clock.warned", "clock.breached" })
            yield return Counted($"I5 {type} once", timelines, timeline => timeline.Count(one => one.GetProperty("type").GetString() == type));
        var breaches = timelines.SelectMany(timeline => timeline).Where(one => one.GetProperty("type").GetString() == "clock.breached").ToList();
        yield return Judged("I5 no breach before its time", breaches, IsInTime);
    }

    private static bool IsInTime(JsonElement breach) =>
        breach.GetProperty("at").GetDateTimeOffset() >= breach.GetProperty("data").GetProperty("dueAt").GetDateTimeOffset();

    /// <summary>I8: billed is what was accepted.</summary>
    private Line Units()
    {
        var (billed, accepted) = (books.Usage.GetValueOrDefault("records.created"), ledger.Acknowledged.Count);
        return new(
            "I8 records billed are those accepted", accepted,
            (int)Math.Max(0, accepted - billed), (int)Math.Max(0, billed - accepted), 0, []);
    }

    private Line Given() => Judged("no message was given up", books.DeadLetters, _ => false);

    private static Line Counted<T>(string invariant, IReadOnlyCollection<T> all, Func<T, int> count)
    {
        var wrong = all.Select(one => (One: one, Times: count(one))).Where(counted => counted.Times != 1).ToList();
        return new(
            invariant, all.Count, wrong.Count(counted => counted.Times == 0), wrong.Count(counted => counted.Times > 1), 0,
            wrong.Select(counted => $"{counted.Times} times: {counted.One}"));
    }

    private static Line Judged<T>(string invariant, IReadOnlyCollection<T> all, Func<T, bool> holds)
    {
        var wrong = all.Where(one => !holds(one)).ToList();
        return new(invariant, all.Count, 0, 0, wrong.Count, wrong.Select(one => $"{one}"));
    }

    private sealed record Line(string Invariant, int Checked, int Lost, int Doubled, int Wrong, IEnumerable<string> Broken);
}
