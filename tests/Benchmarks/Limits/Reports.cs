using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;

namespace ItsmServerless.Tests.Benchmarks.Limits;

/// <summary>Reports of incidents that somebody made, and what became of them.</summary>
internal sealed class Reports
{
    private readonly ConcurrentQueue<double> _served = new();
    private int _asked, _refused, _withoutRetryAfter, _failed;

    public double Seconds { get; private set; }
    public int Asked { get; private set; }
    public int Served { get; private set; }
    public int Refused { get; private set; }
    public int WithoutRetryAfter => _withoutRetryAfter;
    public int Failed => _failed;

    /// <summary>Served a second.</summary>
    public double Rate => Served / Seconds;

    /// <summary>Makes one; returns how long its answer asks to wait before the next.</summary>
    public async Task<TimeSpan> Ask(HttpClient caller)
    {
        Interlocked.Increment(ref _asked);
        var from = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await caller.PostAsJsonAsync("/v1/incidents", new { title = "It burns" });
            return Count(answer, Stopwatch.GetElapsedTime(from));
        }
        catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException)
        {
            Interlocked.Increment(ref _failed);
            return TimeSpan.Zero;
        }
        finally
        {
            if (Seconds == 0) (Asked, Served, Refused) = (_asked, _served.Count, _refused);
        }
    }

    /// <summary>Fixes over how long they were made: answers that come later do not count.</summary>
    public Reports Ended(TimeSpan after)
    {
        Seconds = after.TotalSeconds;
        return this;
    }

    /// <summary>Milliseconds that so many of a hundred that were served took at most.</summary>
    public double At(int percent)
    {
        var sorted = _served.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * percent / 100.0) - 1)];
    }

    private TimeSpan Count(HttpResponseMessage answer, TimeSpan took)
    {
        if (answer.StatusCode == HttpStatusCode.Created) _served.Enqueue(took.TotalMilliseconds);
        else Interlocked.Increment(ref _refused);
        if (answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is null)
            Interlocked.Increment(ref _withoutRetryAfter);
        return answer.Headers.RetryAfter?.Delta ?? TimeSpan.Zero;
    }
}
