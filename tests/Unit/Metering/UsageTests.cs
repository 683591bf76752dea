using System.Text.Json;
using CsCheck;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Metering;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace ItsmServerless.Tests.Unit.Metering;

public sealed class UsageTests
{
    private static readonly Instant Now = At("2026-11-22T09:30:00Z");

    [Theory]
    [InlineData("2026-11-22T09:59:59.999Z", "2026-11-22T09:00:00Z", "2026-11-22", "2026-11")]
    [InlineData("2028-02-29T23:00:00Z", "2028-02-29T23:00:00Z", "2028-02-29", "2028-02")]
    [InlineData("2026-12-31T23:59:59Z", "2026-12-31T23:00:00Z", "2026-12-31", "2026-12")]
    [InlineData("2027-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "2027-01-01", "2027-01")]
    public void Instants_BelongToTheWindowsOfUtc(string at, string hour, string day, string month) => Assert.Equal(
        [hour, day, month], Enum.GetValues<UsageWindow>().Select(window => UsageWindows.NameOf(At(at), window)));

    /// <summary>An hour of clocks that go forward or back is an hour here: only UTC counts (Berlin, 2026-10-25).</summary>
    [Fact]
    public void HourThatAClockOnTheWallShowsTwice_IsTwoHours() => Assert.NotEqual(
        UsageWindows.NameOf(At("2026-10-25T00:30:00Z"), UsageWindow.Hour), UsageWindows.NameOf(At("2026-10-25T01:30:00Z"), UsageWindow.Hour));

    [Theory]
    [InlineData("2028-02", 29)]
    [InlineData("2027-02", 28)]
    [InlineData("2026-11", 30)]
    public void Month_HasItsDays(string month, int days)
    {
        var (from, to) = UsageWindows.Bounds(UsageWindows.Month(month)!.Value);

        Assert.Equal(Duration.FromDays(days), to - from);
        Assert.Equal(month, UsageWindows.NameOf(from, UsageWindow.Month));
        Assert.Equal(month, UsageWindows.NameOf(to - Duration.FromTicks(1), UsageWindow.Month));
        Assert.NotEqual(month, UsageWindows.NameOf(to, UsageWindow.Month));
    }

    [Fact]
    public void AnyHours_AddUpToTheSame_ByHourByDayAndByMonth() => Gen.Select(Gen.Int[0, 24 * 90], Gen.Long[0, 1000]).Array[0, 60].Sample(pairs =>
    {
        var hours = pairs.Select(pair => new Usage(Now + Duration.FromHours(pair.Item1), Dimensions.Records, pair.Item2)).ToArray();
        var sums = Enum.GetValues<UsageWindow>().Select(window => UsageWindows.AddUp(hours, window).Sum(item => item.Quantity)).Distinct();
        return sums.Count() == 1 && sums.Single() == UsageWindows.Totals(hours)[Dimensions.Records];
    });

    [Fact]
    public void Storage_IsTheLargestOfItsWindow()
    {
        Usage[] hours = [new(Now, Dimensions.Storage, 5), new(Now + Duration.FromHours(1), Dimensions.Storage, 9), new(Now + Duration.FromHours(2), Dimensions.Storage, 7)];

        Assert.Equal([new UsageItem("2026-11-22", Dimensions.Storage, 9)], UsageWindows.AddUp(hours, UsageWindow.Day));
        Assert.Equal(9, UsageWindows.Totals(hours)[Dimensions.Storage]);
    }

    [Theory]
    [InlineData("incident.reported", "{}", Dimensions.Records)]
    [InlineData("change.drafted", "{}", Dimensions.Records)]
    [InlineData("receipt.accepted", "{}", Dimensions.Events)]
    [InlineData("receipt.accepted", """{"batch":null}""", Dimensions.Events)]
    [InlineData("receipt.accepted", """{"batch":"rcp_1"}""", null)]
    [InlineData("incident.resolved", "{}", null)]
    public void Events_AreUnits_OfWhatTheyBring(string type, string data, string? dimension)
    {
        var published = new PublishedEvent(
            TenantId.From("ten_1"), RecordId.From("inc_1"), "incident", 1, type, Now, Actor.System, JsonSerializer.Deserialize<JsonElement>(data));

        Assert.Equal(dimension, BillableUnits.Of(published));
    }

    [Fact]
    public void UnitTypes_AreTypesOfEvents()
    {
        var known = typeof(ItsmApp).Assembly.GetTypes()
            .SelectMany(type => type.GetCustomAttributes(typeof(EventTypeAttribute), inherit: false).Cast<EventTypeAttribute>()).Select(type => type.Name);

        Assert.Subset(known.ToHashSet(StringComparer.Ordinal), BillableUnits.Types.ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("", "2026-11-01T00:00:00Z", "2026-11-22T10:00:00Z", UsageWindow.Day)]
    [InlineData("?to=2026-11-01&by=month", "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z", UsageWindow.Month)]
    [InlineData("?from=2026-11-21T08:00:00Z&to=2026-11-22&by=hour", "2026-11-21T08:00:00Z", "2026-11-22T00:00:00Z", UsageWindow.Hour)]
    public void Questions_HaveAUsualRange(string query, string from, string to, UsageWindow by) =>
        Assert.Equal(new UsageQuestion(At(from), At(to), by), UsageQuestion.Of(Asked(query), Now).Value);

    [Theory]
    [InlineData("?from=yesterday")]
    [InlineData("?from=2026-11-23&to=2026-11-22")]
    [InlineData("?from=2026-01-01&to=2026-11-22&by=hour")]
    [InlineData("?from=2020-01-01&by=month")]
    [InlineData("?by=week")]
    [InlineData("?by=day&by=hour")]
    public void Questions_ThatCannotBeAnswered_AreRefused(string query) => Assert.NotNull(UsageQuestion.Of(Asked(query), Now).Problem);

    private static HttpRequest Asked(string query)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new(query);
        return request;
    }

    private static Instant At(string text) => InstantPattern.ExtendedIso.Parse(text).Value;
}
