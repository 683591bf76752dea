using CsCheck;
using ItsmServerless.Kernel.Limits;
using Xunit;

namespace ItsmServerless.Tests.Unit.Kernel.Limits;

public sealed class TokenBucketTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void FullBucket_GivesItsCapacity_AndNoMore()
    {
        var bucket = new TokenBucket(3, Minute, new HandClock());

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => bucket.Take().Taken));
    }

    [Fact]
    public void EmptyBucket_SaysWhenTheNextTokenComes_AndThenHasIt()
    {
        var clock = new HandClock();
        var bucket = new TokenBucket(60, Minute, clock);
        for (var taken = 0; taken < 60; taken++) bucket.Take();

        var empty = bucket.Take();
        Assert.Equal((false, 0, TimeSpan.FromSeconds(1)), (empty.Taken, empty.Remaining, empty.UntilNext));
        clock.Move(empty.UntilNext - TimeSpan.FromTicks(2));
        Assert.False(bucket.Take().Taken);
        clock.Move(TimeSpan.FromTicks(3));
        Assert.True(bucket.Take().Taken);
    }

    [Fact]
    public void TokenThatIsReturned_CanBeTakenAgain()
    {
        var bucket = new TokenBucket(1, Minute, new HandClock());
        bucket.Take();

        bucket.Return();

        Assert.True(bucket.Take().Taken);
    }

    [Fact]
    public void ClockThatIsSetBack_FillsNothing()
    {
        var clock = new HandClock();
        var bucket = new TokenBucket(1, Minute, clock);
        bucket.Take();

        clock.Move(-Minute);

        Assert.False(bucket.Take().Taken);
    }

    /// <summary>Against the definition: between any two requests that passed, no more passed than the capacity and what
    /// flows in meanwhile.</summary>
    [Fact]
    public void AnyStretchOfTime_LetsPassTheCapacityAndWhatFlowsInAtMost() => Gen.Select(
        Gen.Int[1, 30], Gen.Int[0, 5_000].Array[1, 200]).Sample((capacity, waits) =>
        {
            var clock = new HandClock();
            var bucket = new TokenBucket(capacity, Minute, clock);
            var passed = new List<DateTimeOffset>();
            foreach (var wait in waits)
            {
                clock.Move(TimeSpan.FromMilliseconds(wait));
                if (bucket.Take().Taken) passed.Add(clock.GetUtcNow());
            }
            for (var first = 0; first < passed.Count; first++)
            {
                for (var last = first; last < passed.Count; last++)
                {
                    var flowsIn = capacity * (passed[last] - passed[first]) / Minute;
                    if (last - first + 1 > capacity + flowsIn + 1e-6) return false;
                }
            }
            return true;
        });

    /// <summary>It refuses nobody who waited: whoever asks no faster than it fills always passes.</summary>
    [Fact]
    public void SteadyCaller_IsNeverRefused() => Gen.Int[1, 600].Sample(capacity =>
    {
        var clock = new HandClock();
        var bucket = new TokenBucket(capacity, Minute, clock);
        var every = TimeSpan.FromTicks((Minute.Ticks / capacity) + 1);
        return Enumerable.Range(0, capacity * 3).All(_ =>
        {
            clock.Move(every);
            return bucket.Take().Taken;
        });
    });
}
