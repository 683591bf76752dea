using ItsmServerless.Kernel.Ids;
using ItsmServerless.Webhooks;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Webhooks;

public sealed class DeliveryRulesTests
{
    private static readonly Instant At = Instant.FromUtc(2026, 11, 22, 9, 30);
    private static readonly TenantId Tenant = TenantId.From("ten_01JD0000000000000000000000");

    private static readonly Delivery Fresh = Delivery.Of(
        DeliveryIds.Of(Tenant, "ops", "inc_1/2", At), "ops", "incident.resolved", RecordId.From("inc_1"), At);

    /// <summary>Standard Webhooks 1.0, "Deliverability and reliability": 0, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h,
    /// 24 h.</summary>
    [Fact]
    public void Failures_AreTriedAgain_TenTimesInAll()
    {
        var (delivery, now, waits) = (Fresh, At, new List<Duration>());
        while (delivery.State == DeliveryState.Pending)
        {
            delivery = delivery.After(Failed(now), null);
            if (delivery.NextAttemptAt is not { } next) break;
            waits.Add(next - now);
            now = next;
        }

        Assert.Equal(
            [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400], waits.Select(wait => (int)wait.TotalSeconds));
        Assert.Equal(DeliveryState.Failed, delivery.State);
        Assert.Equal(10, delivery.Attempts.Count);
    }

    [Theory]
    [InlineData(1, 60, 60)] // Longer than the schedule.
    [InlineData(1, 1, 5)] // Never shorter.
    [InlineData(1, -60, 5)] // A date in the past.
    [InlineData(1, 1_000_000, 86_400)] // A day at most.
    public void RetryAfter_MakesTheWaitLonger(int tries, int asked, int expected) =>
        Assert.Equal(Duration.FromSeconds(expected), RetrySchedule.After(tries, Duration.FromSeconds(asked)));

    [Fact]
    public void TakenDelivery_HasEnded()
    {
        var delivery = Fresh.After(new(At, 204, 3, null), null);

        Assert.Equal((DeliveryState.Delivered, null), (delivery.State, delivery.NextAttemptAt));
    }

    [Fact]
    public void Gone_IsNotTriedAgain() =>
        Assert.Equal(DeliveryState.Failed, Fresh.After(new(At, 410, 3, "It answered 410."), null).State);

    [Fact]
    public void Replay_BeginsAnew_WithTheSameId()
    {
        var failed = Fresh.After(new(At, 410, 3, "It answered 410."), null);
        var again = failed.Replayed(CommandId.FromKey("k"));

        Assert.Equal((failed.Id, DeliveryState.Pending, 1, 0), (again.Id, again.State, again.Round, again.Tries));
        Assert.Single(again.Attempts);
    }

    [Fact]
    public void Attempts_AreKept_TwentyAtMost()
    {
        var delivery = Enumerable.Range(0, 30).Aggregate(Fresh, (now, _) => now.Replayed(CommandId.FromKey("k")).After(Failed(At), null));

        Assert.Equal(20, delivery.Attempts.Count);
    }

    [Fact]
    public void Id_IsTheSameForTheSameEvent_AndHoldsItsTime()
    {
        Assert.Equal(Fresh.Id, DeliveryIds.Of(Tenant, "ops", "inc_1/2", At));
        Assert.NotEqual(Fresh.Id, DeliveryIds.Of(Tenant, "ops", "inc_1/3", At));
        Assert.NotEqual(Fresh.Id, DeliveryIds.Of(Tenant, "other", "inc_1/2", At));
        Assert.Equal(At, DeliveryIds.TimeOf(Fresh.Id));
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("incident.*", true)]
    [InlineData("incident.resolved", true)]
    [InlineData("incident.reported", false)]
    [InlineData("incident", false)]
    [InlineData("inc*", false)]
    [InlineData("change.*", false)]
    public void Pattern_FitsItsEvents(string pattern, bool expected) =>
        Assert.Equal(expected, EventPattern.Fits(pattern, "incident.resolved"));

    [Theory]
    [InlineData("api_key.*")]
    [InlineData("webhook.put")]
    [InlineData("intake_source.*")]
    [InlineData("teams_channel.put")]
    [InlineData("incident.exploded")]
    [InlineData("")]
    [InlineData(".*")]
    public void Pattern_ForNothing_IsUnknown(string pattern) => Assert.False(EventPattern.IsKnown(pattern));

    private static DeliveryAttempt Failed(Instant at) => new(at, 500, 3, "It answered 500.");
}
