using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>Timer functions of every kind; each notes when it ran and what it was told.</summary>
public sealed class TimerApp(TimerApp.Diary diary, TimeProvider time)
{
    [Function("Hourly")]
    public void Hourly([TimerTrigger("%Every%")] TimerInfo timer)
    {
        var status = timer.ScheduleStatus!;
        diary.Note($"hourly at {time.GetUtcNow():HH:mm} for {status.Next:HH:mm}"
            + (status.Last == default ? "" : $" after {status.Last:HH:mm}")
            + (timer.IsPastDue ? " late" : ""));
    }

    [Function("AtStart")]
    public void AtStart([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true, UseMonitor = false)] TimerInfo timer) =>
        diary.Note($"start, {(timer.IsPastDue ? "late" : "not late")}, "
            + (timer.ScheduleStatus is null ? "no status" : "status"));

    /// <summary>What the functions note, by themselves ordered.</summary>
    public sealed class Diary
    {
        private readonly ConcurrentQueue<string> _entries = [];

        public bool Fails { get; set; } = true;

        public void Note(string entry) => _entries.Enqueue(entry);

        public IEnumerable<string> Of(string start) => _entries.Where(
            entry => entry.StartsWith(start, StringComparison.Ordinal));
    }
}

/// <summary>A timer function that is retried.</summary>
public sealed class RetriedApp(TimerApp.Diary diary, TimeProvider time)
{
    [Function("Failing"), FixedDelayRetry(2, "00:10:00")]
    public void Failing([TimerTrigger("0 30 0-22/2 * * *")] TimerInfo timer, FunctionContext context)
    {
        var retry = context.RetryContext;
        diary.Note($"try {retry.RetryCount} of {retry.MaxRetryCount} at {time.GetUtcNow():HH:mm}");
        if (diary.Fails)
            throw new InvalidDataException("not now");
    }
}

/// <summary>A timer function whose retries take longer than its interval.</summary>
public sealed class OverdueApp(TimerApp.Diary diary, TimeProvider time)
{
    [Function("Slow"), FixedDelayRetry(1, "00:25:00")]
    public void Slow([TimerTrigger("*/20 * * * *")] TimerInfo timer, FunctionContext context)
    {
        diary.Note($"slow try {context.RetryContext.RetryCount} at {time.GetUtcNow():HH:mm}");
        throw new InvalidDataException("never");
    }
}
