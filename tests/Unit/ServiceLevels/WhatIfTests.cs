using CsCheck;
using ItsmServerless.Incidents;
using ItsmServerless.ServiceLevels;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

/// <summary>Four hours were agreed for a resolution. Expected numbers are counted by hand.</summary>
public sealed class WhatIfTests
{
    private static readonly Commitment Gold = Agreed.Resolve(Duration.FromHours(4));
    private static readonly Instant Now = Ticket.At("2027-01-01T00:00:00Z");
    private static readonly WhatIf AsItWas = new("gold", null, null);

    [Fact]
    public void Draft_IsCountedBesideWhatItReplaces()
    {
        var draft = new WhatIf("gold", Gold.With(gold => gold with { Targets = [Agreed.Target(Metric.Resolution, Duration.FromHours(1))] }).Agreement, Agreed.RoundTheClock);
        var answer = WhatIfAnswer.Of([draft.Of(Resolved("2026-01-05T10:00:00Z"), Now), draft.Of(Resolved("2026-01-05T08:30:00Z"), Now)], isCompared: true);
        Assert.Equal(2, answer.Records);
        Assert.Equal(
            [
                new WhatIfTarget(Metric.Resolution, null, 2, 1, 1, 0, 50m, new(2, 2, 0, 0, 100m)),
                new(Metric.Resolution, Priority.P3, 2, 1, 1, 0, 50m, new(2, 2, 0, 0, 100m)),
            ],
            answer.Targets);
    }

    [Fact]
    public void OtherCalendar_ChangesNothingElse()
    {
        var office = new WhatIf("gold", null, Agreed.Office); // 5 January 2026 is a Monday; in Berlin it is 17:30.
        var life = Story.Reported("2026-01-05T16:30:00Z").Then("2026-01-06T08:00:00Z", new IncidentResolved("fixed", "Restarted."));
        var fates = office.Of(life.Life(Gold), Now);
        Assert.Equal(ClockState.Breached, Assert.Single(fates.Real).State);
        Assert.Equal(ClockState.Met, Assert.Single(fates.Asked).State);
    }

    [Fact]
    public void NothingDecided_HasNoPercentage()
    {
        var life = Story.Reported("2026-12-31T23:00:00Z").Life(Gold);
        var target = WhatIfAnswer.Of([AsItWas.Of(life, Now)], isCompared: false).Targets[0];
        Assert.Equal((1, 1, null, null), (target.Count, target.Running, target.PercentMet, target.Before));
    }

    /// <summary>With the agreement in force, history comes out as it was: recalculations included.</summary>
    [Fact]
    public void AgreementInForce_ReproducesHistory() => Gen.Select(Story.Anything, Gen.Int[1, 200], Any.Within).Sample(
        (story, hours, wait) =>
        {
            var life = Recalculated(story, hours, wait);
            var expected = IncidentResults.Of(life, Now).Where(filed => !filed.IsSuperseded)
                .Select(filed => new ClockFate(filed.Result.Metric, filed.Result.Priority, filed.Result.State)).ToList();
            var fates = AsItWas.Of(life, Now);
            Assert.Equal(expected.Order(ByText), fates.Asked.Where(fate => fate.State != ClockState.Running).Order(ByText));
            Assert.Equal(fates.Real, fates.Asked);
        },
        iter: 500);

    private static readonly Comparer<ClockFate> ByText = Comparer<ClockFate>.Create((one, other) => string.CompareOrdinal($"{one}", $"{other}"));

    private static IncidentLife Resolved(string at) =>
        Story.Reported("2026-01-05T08:00:00Z").Then(at, new IncidentResolved("fixed", "Restarted.")).Life(Gold);

    private static IncidentLife Recalculated(Story story, int hours, Duration wait)
    {
        var life = story.Life(Gold);
        var at = life.History[^1].At + wait;
        var history = life.History.Append(new(Story.Id, life.Version + 1, at, ItsmServerless.Kernel.Ids.Actor.System, new ClockRecalculated("gold", 2, 1, "rcl_1")));
        return new(life.Subject, [.. history], [life.Terms[0], life.Terms[0].After(Agreed.Resolve(Duration.FromHours(hours)), new("rcl_1", at, life.Version + 1))]);
    }
}
