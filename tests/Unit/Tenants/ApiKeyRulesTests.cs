using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tenants;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Tenants;

public sealed class ApiKeyRulesTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 9, 0);
    private static readonly ApiKey Key = new(
        RecordId.From("key_1"), "ci", Role.Agent, null, Now, null, null, "id", "old", "k1", TenantId.From("ten_1"));

    [Fact]
    public void Rotation_LeavesTheSecretBefore_ForADay()
    {
        var rotated = Rotated(Key, overlap: null);

        Assert.Equal(("new", "old", Now + Duration.FromDays(1)), (rotated.Hash, rotated.FormerHash, rotated.FormerUntil));
    }

    [Fact]
    public void Rotation_WhileTwoSecretsWork_IsRefused() =>
        Assert.Equal(ProblemCode.TwoSecrets, Decide(Rotated(Key, null), Duration.FromHours(1), Now).Refusal?.Code);

    [Fact]
    public void Rotation_AfterTheOverlap_IsPossibleAgain() =>
        Assert.Null(Decide(Rotated(Key, null), null, Now + Duration.FromDays(1)).Refusal);

    [Fact]
    public void Rotation_WithoutOverlap_EndsAllOthers()
    {
        var rotated = Rotated(Rotated(Key, null), Duration.Zero);

        Assert.Equal((null, (Instant?)null), (rotated.FormerHash, rotated.FormerUntil));
    }

    [Fact]
    public void Rotation_OfARevokedKey_IsRefused() => Assert.Equal(
        ProblemCode.InvalidTransition, Decide(Key with { RevokedAt = Now }, null, Now).Refusal?.Code);

    [Fact]
    public void Rotation_OfAnExpiredKey_IsRefused() => Assert.Equal(
        ProblemCode.InvalidTransition, Decide(Key with { ExpiresAt = Now }, null, Now).Refusal?.Code);

    [Theory]
    [InlineData(0, true)]
    [InlineData(168, true)]
    [InlineData(169, false)]
    [InlineData(-1, false)]
    public void Overlap_IsSevenDaysAtMost(int hours, bool isOne) =>
        Assert.Equal(isOne, !RotateApiKey.Validate(new(Duration.FromHours(hours))).Any());

    [Theory]
    [InlineData("203.0.113.0/24", true)]
    [InlineData("2001:db8::/32", true)]
    [InlineData("203.0.113.7/32", true)]
    [InlineData("203.0.113.7", false)]
    [InlineData("203.0.113.0/33", false)]
    [InlineData("example.org/24", false)]
    [InlineData("", false)]
    public void Network_IsAnAddressAndALength(string network, bool isOne) => Assert.Equal(
        isOne, !CreateApiKey.Validate(new("ci", "agent", null, null, AllowedNetworks: [network])).Any());

    [Fact]
    public void Networks_AreKeptOnce_FromTheirFirstAddressOn() => Assert.Equal(
        ["203.0.113.0/24"], KeyNetworks.Distinct(["203.0.113.7/24", "203.0.113.0/24"]));

    [Fact]
    public void Edit_ToWhatIsSoAlready_IsNothing() => Assert.Empty(
        EditApiKey.Decide(Key, new("ci", new Patch<IReadOnlyList<string>>(null))).Events);

    [Fact]
    public void Edit_WithNullNetworks_AllowsAnyAddress()
    {
        var edit = new EditApiKey(null, new Patch<IReadOnlyList<string>>(null));

        var edited = EditApiKey.Decide(Key with { AllowedNetworks = ["203.0.113.0/24"] }, edit);

        Assert.Equal(new ApiKeyEdited("ci", null), Assert.Single(edited.Events));
    }

    [Fact]
    public void DirectoryRow_HoldsWhatTheHotPathNeeds()
    {
        var key = Rotated(Key with { AllowedNetworks = ["203.0.113.0/24", "2001:db8::/32"] }, null);

        var row = Assert.Single(ApiKey.Rows(key), row => row.Shared);

        Assert.Equal(("new", "old", "203.0.113.0/24,2001:db8::/32"),
            (row.Columns["Hash"], row.Columns["FormerHash"], row.Columns["Networks"]));
    }

    private static Decision<ApiKeyEvent> Decide(ApiKey key, Duration? overlap, Instant now) =>
        RotateApiKey.Decide(key, new(overlap), now, "new", "k2");

    private static ApiKey Rotated(ApiKey key, Duration? overlap) => ApiKey.Apply(
        key, new(key.Id, 2, Now, Actor.System, Assert.Single(Decide(key, overlap, Now).Events)));
}
