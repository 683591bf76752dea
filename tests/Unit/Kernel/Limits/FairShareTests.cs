using CsCheck;
using ItsmServerless.Kernel.Limits;
using Xunit;

namespace ItsmServerless.Tests.Unit.Kernel.Limits;

public sealed class FairShareTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public void WhoIsAlone_GetsAll(int limit)
    {
        var own = 0;
        while (FairShare.Grants(own, own, own == 0 ? 0 : 1, limit)) own++;

        Assert.Equal(limit, own);
    }

    /// <summary>Above half of L places, n more while n &lt; 4 (L - n - 1 - 1), where another holds one.</summary>
    [Theory]
    [InlineData(4, 2)]
    [InlineData(16, 12)]
    [InlineData(102, 80)]
    public void WhatAnotherLeaves_IsTaken_ButForAFifth(int limit, int most)
    {
        var own = 0;
        while (FairShare.Grants(own, own + 1, own == 0 ? 1 : 2, limit)) own++;

        Assert.Equal(most, own);
    }

    [Fact]
    public void AnyNumber_IsNoLimit() => Assert.True(FairShare.Grants(1_000_000, 2_000_000, 3, int.MaxValue));

    /// <summary>Whatever others did, and were granted, before.</summary>
    [Fact]
    public void WhoHasLessThanAnEqualShare_GetsOneMore_HoweverMuchOthersHold() => Flood.Sample((limit, wishes) =>
    {
        var held = Held(limit, wishes);
        var (all, least) = (held.Values.Sum(), held.Values.DefaultIfEmpty().Min());
        return all >= 2 * limit
            || (FairShare.Grants(0, all, held.Count, limit)
                && (least * held.Count >= limit || FairShare.Grants(least, all, held.Count, limit)));
    });

    [Fact]
    public void NoMoreThanTwiceTheLimit_IsEverHeld() => Flood.Sample((limit, wishes) => Held(limit, wishes).Values.Sum() <= 2 * limit);

    /// <summary>Two that want all they can get, one of which was there first: places come back one after the other, to
    /// whoever holds fewer.</summary>
    [Fact]
    public void WhoComesLater_HoldsAsMuchInTheEnd() => Gen.Int[4, 200].Sample(limit =>
    {
        var (early, late) = (0, 0);
        while (FairShare.Grants(early, early, early == 0 ? 0 : 1, limit)) early++;
        for (var turn = 0; turn < 2 * limit; turn++)
        {
            if (early > late) early--;
            if (FairShare.Grants(Math.Min(early, late), early + late, holders: 2, limit)) _ = early < late ? early++ : late++;
        }
        return Math.Abs(early - late) <= 1;
    });

    private static Gen<(int Limit, int[] Wishes)> Flood => Gen.Select(Gen.Int[1, 64], Gen.Int[0, 5].Array[0, 300]);

    /// <summary>Each wish is of one of six, in turn; granted or not.</summary>
    private static Dictionary<int, int> Held(int limit, int[] wishes)
    {
        var held = new Dictionary<int, int>();
        foreach (var who in wishes)
            if (FairShare.Grants(held.GetValueOrDefault(who), held.Values.Sum(), held.Count, limit)) held[who] = held.GetValueOrDefault(who) + 1;
        return held;
    }
}
