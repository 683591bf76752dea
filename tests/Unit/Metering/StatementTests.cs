using System.Text;
using System.Xml.Linq;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Metering;
using Microsoft.Extensions.Configuration;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Metering;

public sealed class StatementTests
{
    private static readonly PriceBook Prices = Book(
        ("Plans:Currency", "CHF"), ("Plans:standard:Prices", "records.created=0.05,api.calls=0.10/1000"), ("Plans:free:Quotas", "records.created=10"));

    [Theory]
    [InlineData("0.05", 3, "0.15")]
    [InlineData("0.10/1000", 49, "0.00")]
    [InlineData("0.10/1000", 50, "0.01")]
    [InlineData("0.10/1073741824", 107374182400, "10.00")]
    [InlineData("0", 1000, "0")]
    [InlineData("0.0000001", 9007199254740993, "900719925.47")]
    public void Price_IsExact_InWholeCents_HalvesUp(string price, long quantity, string cost) =>
        Assert.Equal(decimal.Parse(cost, System.Globalization.CultureInfo.InvariantCulture), Price.Parse(price).Of(quantity));

    [Theory]
    [InlineData("-1")]
    [InlineData("1/0")]
    [InlineData("1/2/3")]
    [InlineData("cheap")]
    [InlineData("1,5")]
    public void Price_ThatIsNone_IsRefused(string text) => Assert.Throws<FormatException>(() => Price.Parse(text));

    [Fact]
    public void Setting_OfADimensionThatIsNone_IsNamed()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Book(("Plans:free:Prices", "tickets=1")));

        Assert.Contains("Plans:free:Prices", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quota_IsThePlans()
    {
        Assert.Equal(10, Prices.Quota("free", Dimensions.Records));
        Assert.Null(Prices.Quota("free", Dimensions.Calls));
        Assert.False(Prices.HasQuotas("unlimited"));
    }

    [Theory]
    [InlineData("2026-11-30T23:59:59Z", "running")]
    [InlineData("2026-12-01T00:00:00Z", "settling")]
    [InlineData("2026-12-03T23:59:59Z", "settling")]
    [InlineData("2026-12-04T00:00:00Z", "closed")]
    public void Month_IsClosedThreeDaysAfterItsEnd(string now, string state) => Assert.Equal(
        state, Statement.StateOf(new(2026, 11), NodaTime.Text.InstantPattern.ExtendedIso.Parse(now).Value));

    [Fact]
    public void UnitsThatComeLate_AreBilledOnce_WithTheNextStatement()
    {
        var november = Of("2026-11", records: 100);
        var counted = new Dictionary<string, long> { [Dimensions.Records] = 104, [Dimensions.Calls] = 1000 };

        var first = Statement.LateOf("2026-11", counted, [november], Prices);
        var december = Of("2026-12", records: 1) with { Late = first };
        var second = Statement.LateOf("2026-11", counted, [november, december], Prices);

        Assert.Equal([new LateLine("2026-11", Dimensions.Records, 4, 0.20m)], first);
        Assert.Empty(second);
    }

    [Fact]
    public void Page_IsWellFormed_AndShowsWhatItIsAbout()
    {
        var page = StatementPage.Write(Of("2026-11", records: 1234) with { Plan = "<script>alert(1)</script>", Late = [new("2026-10", Dimensions.Records, 4, 0.20m)] }, new(2026, 11));

        var read = XDocument.Parse(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        Assert.Empty(read.Descendants("script"));
        Assert.Contains("1,234", page, StringComparison.Ordinal);
        Assert.Contains("2026-10", page, StringComparison.Ordinal);
        Assert.Equal(2, read.Descendants("rect").Count());
    }

    [Fact]
    public void Csv_HasALineForEachDimension_AndEachLateOne()
    {
        var lines = Encoding.UTF8.GetString(StatementCsv.Write(Of("2026-11", records: 100) with { Late = [new("2026-10", Dimensions.Records, 4, 0.20m)] }))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')).ToArray();

        Assert.Equal("month,dimension,quantity,price,per,cost,currency,plan,state", lines[0]);
        Assert.Equal("2026-11,records.created,100,0.05,1,5.00,CHF,standard,closed", lines[1]);
        Assert.Equal("2026-10,records.created,4,,,0.20,CHF,standard,closed", lines[^1]);
    }

    private static Statement Of(string month, long records)
    {
        var lines = Prices.Cost("standard", new Dictionary<string, long> { [Dimensions.Records] = records, [Dimensions.Calls] = 1000 });
        return new(
            TenantId.From("ten_1"), month, Statement.Closed, Instant.FromUtc(2026, 12, 4, 0, 20), "standard", "CHF", lines, [], lines.Sum(line => line.Cost),
            [new($"{month}-01", Dimensions.Records, records - 1), new($"{month}-30", Dimensions.Records, 1), new($"{month}-02", Dimensions.Calls, 1000)]);
    }

    private static PriceBook Book(params (string Name, string Value)[] settings) => PriceBook.Of(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(pair => pair.Name, string? (pair) => pair.Value)).Build());
}
