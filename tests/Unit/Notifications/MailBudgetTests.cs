using CsCheck;
using ItsmServerless.Notifications.Budgets;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Notifications;

public sealed class MailBudgetTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 24, 9, 0);

    [Fact]
    public void WhatIsOlderThanTheWindow_IsGone()
    {
        var taken = Taken.Read(null, Start).With(Start, "a").With(Start + Duration.FromMinutes(1), "b");
        var later = Taken.Read(taken.ToString(), Start);
        Assert.Equal((false, true), (later.Has("a"), later.Has("b")));
    }

    /// <summary>At no time more within the window than there may be, whoever asks when.</summary>
    [Fact]
    public void Budget_IsNeverExceeded() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[0, 30].Array[1, 60]).Sample((most, waits) =>
        {
            var (window, now, text) = (Duration.FromMinutes(60), Start, "");
            var sent = new List<Instant>();
            foreach (var wait in waits)
            {
                now += Duration.FromMinutes(wait);
                var taken = Taken.Read(text, now - window);
                if (taken.Entries.Count >= most) continue;
                text = taken.With(now, $"{sent.Count}").ToString();
                sent.Add(now);
            }
            return sent.All(at => sent.Count(other => other > at - window && other <= at) <= most);
        });
}
