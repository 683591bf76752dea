using CsCheck;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Kernel;

public sealed class IdsTests
{
    private static readonly TenantId Tenant = TenantId.From("ten_01JD0000000000000000000000");

    [Fact]
    public void NewId_HasTheShapeAndSortsByTime()
    {
        var (earlier, later) = (UlidText.New("inc", Instant.FromUnixTimeSeconds(1)), UlidText.New("inc", Instant.FromUnixTimeSeconds(2)));

        Assert.True(RecordId.TryParse("inc", earlier.Value, out _));
        Assert.True(string.CompareOrdinal(earlier.Value, later.Value) < 0);
    }

    [Fact]
    public void SameKey_LeadsToTheSameId()
    {
        Assert.Equal(UlidText.FromKey("inc", Tenant, "k"), UlidText.FromKey("inc", Tenant, "k"));
        Assert.NotEqual(UlidText.FromKey("inc", Tenant, "k"), UlidText.FromKey("chg", Tenant, "k"));
        Assert.NotEqual(UlidText.FromKey("inc", Tenant, "k"), UlidText.FromKey("inc", TenantId.From("ten_2"), "k"));
    }

    [Theory]
    [InlineData("inc_01JD000000000000000000000")]
    [InlineData("inc_01jd0000000000000000000000")]
    [InlineData("inc_01JD000000000000000000000'")]
    [InlineData("chg_01JD0000000000000000000000")]
    [InlineData("INC-000001")]
    [InlineData("")]
    [InlineData(null)]
    public void OtherText_IsNoId(string? text) => Assert.False(RecordId.TryParse("inc", text, out _));

    [Fact]
    public void AnyText_BecomesASafeAndDistinctKey() => Gen.Select(Gen.String, Gen.String).Sample((one, other) =>
    {
        var (first, second) = (KeyText.Escape(one), KeyText.Escape(other));
        Assert.True(first.Length <= 160 && first.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '@' or '-' or '='));
        Assert.Equal(Wellformed(one) == Wellformed(other), first == second);
    });

    [Theory]
    [InlineData("ada@example.com", true)]
    [InlineData("a.b+c@sub.example.com", true)]
    [InlineData("Ada <ada@example.com>", false)]
    [InlineData("ada@example.com\r\nBcc: eve@example.com", false)]
    [InlineData("ada", false)]
    [InlineData("@example.com", false)]
    [InlineData("a b@example.com", false)]
    [InlineData("", false)]
    public void Address_IsOnePlainAddress(string text, bool valid) => Assert.Equal(valid, EmailAddress.IsValid(text));

    [Fact]
    public void TableNames_AreLegalAndTheTenantsOwn()
    {
        var names = TableNames.OfTenants.Select(table => TableNames.Of(Tenant, table)).ToList();

        Assert.All(names, name => Assert.Matches("^t[0-9a-z]{26}[a-z]+$", name));
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    /// <summary>Half a surrogate pair has no UTF-8 form; both halves are written alike.</summary>
    private static string Wellformed(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
