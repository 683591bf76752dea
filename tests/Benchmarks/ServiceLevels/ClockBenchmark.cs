using System.Diagnostics;
using ItsmServerless.Incidents;
using ItsmServerless.ServiceLevels;
using NodaTime;

namespace ItsmServerless.Tests.Benchmarks.ServiceLevels;

/// <summary>What it costs to work out a clock of 20 events over a month, and a due time a year ahead.</summary>
/// <remarks>One thread, in processor time, so that a busy machine does not change the figures much. The ceiling beside
/// them is what a plain loop over as many events costs.</remarks>
internal sealed class ClockBenchmark
{
    private const int Batch = 20_000;

    /// <summary>The clock of the processor time is coarse; this is long enough for it.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(2);

    private static readonly Instant Start = Instant.FromUtc(2026, 3, 16, 9, 0);

    private readonly BusinessHours _hours = new(new("Europe/Berlin", Weekdays(), [new("2026-04-03"), new("2026-04-06")]));
    private readonly Moment[] _life = [.. Life()];

    /// <summary>Prints a line for each question.</summary>
    public void Run(TextWriter output)
    {
        var (commitment, now) = (new Commitment(Agreed(), "office", 1, _hours), _life[^1].At + Duration.FromHours(5));
        output.WriteLine("question                          µs each    per second");
        Measure(output, "clock of 20 events, a month", () => ClockEngine.Evaluate("S", commitment, _life, now).Count);
        Measure(output, "the same, explained", () => ClockEngine.Explain("S", commitment, _life, now).Count);
        Measure(output, "due after a year of open hours", () => _hours.After(Start, Duration.FromHours(1_700))!.Value.GetHashCode());
        Measure(output, "open hours of a year", () => _hours.Between(Start, Start + Duration.FromDays(365)).GetHashCode());
        Measure(output, "ceiling: a loop over the events", () => _life.Count(moment => moment.At <= now));
    }

    private static void Measure(TextWriter output, string name, Func<int> question)
    {
        Ask(question, 10 * Batch); // Until the compiler has done its best.
        var (process, sum, asked) = (Process.GetCurrentProcess(), 0L, 0L);
        var (before, spent) = (process.TotalProcessorTime, TimeSpan.Zero);
        for (; spent < Enough; asked += Batch)
        {
            sum += Ask(question, Batch);
            process.Refresh();
            spent = process.TotalProcessorTime - before;
        }
        output.WriteLine($"{name,-32}{spent.TotalMicroseconds / asked,9:F3}{asked / spent.TotalSeconds,14:F0}");
        GC.KeepAlive(sum);
    }

    private static long Ask(Func<int> question, int times)
    {
        var sum = 0L;
        for (var i = 0; i < times; i++) sum += question();
        return sum;
    }

    private static IEnumerable<Moment> Life()
    {
        yield return new(Start, MomentKind.Created, "1", Traits: new(Priority.P3, null, null));
        MomentKind[] kinds = [MomentKind.Held, MomentKind.Resumed, MomentKind.AgentReplied, MomentKind.RequesterReplied];
        for (var i = 1; i < 20; i++)
        {
            var kind = kinds[(i - 1) % kinds.Length];
            var at = Start + Duration.FromHours(34.7 * i);
            yield return new(at, kind, $"{i + 1}", kind == MomentKind.Held ? HoldReason.AwaitingRequester : null);
        }
    }

    private static Agreement Agreed() => new(
        "gold", AgreementKind.Sla, "incident", Match.All, "office",
        [new(Metric.Resolution, Duration.FromHours(80), new Dictionary<Priority, Duration>())],
        Agreement.DefaultPauses(AgreementKind.Sla), [], 1, Instant.MinValue);

    private static WeekHours Weekdays()
    {
        OpenHours[] day = [new("09:00", "12:30"), new("13:30", "17:00")];
        return new(day, day, day, day, day);
    }
}
