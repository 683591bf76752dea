using ItsmServerless.Configuration;
using Xunit;

namespace ItsmServerless.Tests.Unit.Configuration;

/// <summary>Mail stands on two servers, both on one switch, that on a UPS.</summary>
public sealed class WalkTests
{
    private static readonly ConfigurationItem Mail = GivenItem.Named("mail", "srv-1", "srv-2");
    private static readonly ConfigurationItem[] Servers = [GivenItem.Named("srv-1", "sw"), GivenItem.Named("srv-2", "sw")];
    private static readonly ConfigurationItem Switch = GivenItem.Named("sw", "ups");

    [Fact]
    public void AnItem_IsMetOnce_OnTheFirstWay()
    {
        var walk = Down(out _);
        Assert.Equal(
            [("srv-1", 1, "mail"), ("srv-2", 1, "mail"), ("sw", 2, "srv-1")],
            walk.Items.Select(item => (item.Key, item.Depth, item.Via)));
        Assert.True(walk.IsComplete);
    }

    [Fact]
    public void TheWayToAnItem_IsFromTheBeginning()
    {
        Assert.Equal(["mail", "srv-1", "sw"], Down(out _).WayTo("sw"));
        Assert.Null(Down(out _).WayTo("ups"));
    }

    [Fact]
    public void ACycle_EndsTheWalk()
    {
        var walk = Down(out var level);
        Assert.Equal(["ups"], walk.Unseen(Edges(level)));
        Assert.Empty(walk.Unseen([("ups", "mail"), ("ups", "sw")]));
    }

    [Fact]
    public void TooMany_EndIt_AndItSaysSo()
    {
        var walk = new Walk([Mail]);
        Assert.Single(walk.Take(1, Direction.Down, Edges([Mail]), Servers, most: 1));
        Assert.False(walk.IsComplete);
    }

    private static Walk Down(out IReadOnlyList<ConfigurationItem> level)
    {
        var walk = new Walk([Mail]);
        walk.Take(1, Direction.Down, Edges([Mail]), Servers, most: 10);
        level = walk.Take(2, Direction.Down, Edges(Servers), [Switch], most: 10);
        return walk;
    }

    private static (string From, string To)[] Edges(IEnumerable<ConfigurationItem> level) =>
        [.. level.SelectMany(item => item.DependsOn.Select(to => (item.Key, to)))];
}
