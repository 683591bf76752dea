using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tenants;
using Xunit;

namespace ItsmServerless.Tests.Unit.Tenants;

public sealed class PutSettingsTests
{
    private static readonly string[] Levels = ["high", "medium", "low"];

    [Fact]
    public void NoMatrix_IsTheDefault()
    {
        Assert.Empty(PutSettings.Validate(new()));
        Assert.Null(Put(new()).PriorityMatrix);
        Assert.Equal(PriorityMatrix.Default, TenantSettingsView.Of(new(null, 1)).PriorityMatrix);
    }

    [Theory]
    [InlineData("P1 P2 P3 P2 P3 P4 P3 P4 P5")]
    [InlineData("P3 P3 P3 P3 P3 P3 P3 P3 P3")]
    [InlineData("P1 P1 P5 P1 P2 P5 P5 P5 P5")]
    public void AMatrixThatFalls_IsTakenAsItIs(string cells)
    {
        var body = new PutSettings(Matrix(cells));
        Assert.Empty(PutSettings.Validate(body));
        var matrix = Put(body).PriorityMatrix!;
        var taken = Levels.SelectMany(impact => Levels.Select(urgency => matrix.Of(Level(impact), Level(urgency))));
        Assert.Equal(cells, string.Join(' ', taken));
    }

    /// <summary>A cell is compared with those that are one level of impact or urgency higher.</summary>
    [Theory]
    [InlineData("P2 P1 P3 P2 P3 P4 P3 P4 P5", "/priorityMatrix/high/medium is P1, which is above P2 of /priorityMatrix/high/high.")]
    [InlineData("P2 P2 P3 P1 P3 P4 P3 P4 P5", "/priorityMatrix/medium/high is P1, which is above P2 of /priorityMatrix/high/high.")]
    [InlineData("P1 P2 P3 P2 P3 P4 P3 P4 P3", "/priorityMatrix/low/low is P3, which is above P4 of /priorityMatrix/medium/low.")]
    public void AMatrixThatRises_IsRefused_NamingTheCell(string cells, string detail)
    {
        var errors = PutSettings.Validate(new(Matrix(cells))).ToArray();
        Assert.All(errors, error => Assert.Equal("order", error.Code));
        Assert.Equal(detail, errors[0].Detail);
        Assert.Equal(detail[..detail.IndexOf(' ', StringComparison.Ordinal)], errors[0].Pointer);
    }

    [Fact]
    public void EveryCell_IsRequired()
    {
        var errors = PutSettings.Validate(new(Matrix("P1 P2 P3 P2 P3 - P3 P4 P5") with { Low = null }));
        Assert.Equal(
            ["/priorityMatrix/medium/low", "/priorityMatrix/low/high", "/priorityMatrix/low/medium", "/priorityMatrix/low/low"],
            errors.Select(error => error.Pointer));
    }

    [Theory]
    [InlineData("P0")]
    [InlineData("p1")]
    [InlineData("0")]
    [InlineData("")]
    public void AWordThatIsNoPriority_IsRefused(string word)
    {
        var body = Matrix("P1 P2 P3 P2 P3 P4 P3 P4 P5") with { Medium = new("P2", word, "P4") };
        Assert.Equal("/priorityMatrix/medium/medium", Assert.Single(PutSettings.Validate(new(body))).Pointer);
    }

    private static PutPriorityMatrix Matrix(string cells)
    {
        var rows = cells.Split(' ').Select(cell => cell == "-" ? null : cell).Chunk(3)
            .Select(row => new PutPriorityRow(row[0], row[1], row[2])).ToArray();
        return new(rows[0], rows[1], rows[2]);
    }

    private static Level Level(string word) => Words<Level>.Parse(word)!.Value;

    private static TenantSettingsPut Put(PutSettings body) =>
        Assert.IsType<TenantSettingsPut>(Assert.Single(PutSettings.Decide(body).Events));
}
