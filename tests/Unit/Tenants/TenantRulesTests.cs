using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tenants;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Tenants;

public sealed class TenantRulesTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 9, 0);
    private static readonly Tenant Acme = new(RecordId.From("ten_1"), "acme", "Acme", "free", TenantState.Active, Now, Now);

    [Theory]
    [InlineData("acme", true)]
    [InlineData("a1", true)]
    [InlineData("a", false)]
    [InlineData("1a", false)]
    [InlineData("Acme", false)]
    [InlineData("acme_inc", false)]
    [InlineData("a234567890123456789012345678901234567890", false)]
    public void Slug_FollowsTheContract(string slug, bool valid) =>
        Assert.Equal(valid, !CreateTenant.Validate(new(slug, "Acme", "free")).Any());

    [Fact]
    public void Change_RecordsOnlyWhatDiffers()
    {
        var changed = Assert.IsType<TenantChanged>(Assert.Single(ChangeTenant.Decide(Acme, new("standard", "active")).Events));

        Assert.Equal(new TenantChanged("standard", null), changed);
    }

    [Fact]
    public void Change_ToWhatIsSoAlready_IsNothing() =>
        Assert.Empty(ChangeTenant.Decide(Acme, new("free", "active")).Events);

    [Fact]
    public void Subscription_KeepsItsDay_WhenOnlyItsPlanChanges()
    {
        var subscribed = Acme with { Marketplace = new("37f9dea2-4345-438f-b0bd-03d40d28c7e0", "gold") { Since = Now } };
        var changed = ChangeTenant.Decide(subscribed, new(null, null, new(new EditedMarketplace(PlanId: new("silver")))));

        var after = Tenant.Apply(subscribed, Recorded(Assert.Single(changed.Events)));

        Assert.Equal(subscribed.Marketplace with { PlanId = "silver" }, after.Marketplace);
        Assert.Null(Tenant.Apply(subscribed, Recorded(new TenantChanged(null, null) { Marketplace = new(null) })).Marketplace);
        Assert.Equal(subscribed.Marketplace, Tenant.Apply(subscribed, Recorded(new TenantChanged("free", null))).Marketplace);
    }

    [Fact]
    public void Key_ThatHasExpiredWhenMade_IsRefused()
    {
        var created = new ApiKeyCreated("ci", Role.Agent, null, Now, "id", "hash", "k1", TenantId.From("ten_1"));

        Assert.Equal(ProblemCode.ValidationFailed, CreateApiKey.Decide(null, new("ci", "agent", Now, null), Now, created).Refusal?.Code);
    }

    [Fact]
    public void RevokedKey_LeavesTheDirectory()
    {
        var key = new ApiKey(RecordId.From("key_1"), "ci", Role.Agent, null, Now, null, null, "id", "hash", "k1", TenantId.From("ten_1"));

        Assert.Contains(ApiKey.Rows(key), row => row.Shared);
        Assert.DoesNotContain(ApiKey.Rows(key with { RevokedAt = Now }), row => row.Shared);
    }

    [Fact]
    public void Revoke_Again_IsNothing()
    {
        var key = new ApiKey(RecordId.From("key_1"), "ci", Role.Agent, null, Now, null, Now, "id", "hash", "k1", TenantId.From("ten_1"));

        Assert.Empty(RevokeApiKey.Decide(key).Events);
    }

    [Fact]
    public void Delegation_ToOneself_IsRefused()
    {
        var body = new PutPerson("Ada", null, null, null, new("ada@example.com", Now, Now + Duration.FromDays(1), "leave"));

        Assert.Equal(ProblemCode.ValidationFailed, PutPerson.Decide(EmailAddress.From("ada@example.com"), body).Refusal?.Code);
    }

    [Theory]
    [InlineData("de", true)]
    [InlineData("DE", false)]
    [InlineData("tlh", false)]
    public void Language_IsOneOfThoseThatThereAreTextsIn(string language, bool isOne) => Assert.Equal(
        isOne, !PutPerson.Validate(new("Ada", null, null, null, null, Language: language)).Any());

    [Fact]
    public void Member_NamedTwice_CountsOnce()
    {
        var put = Assert.IsType<GroupPut>(Assert.Single(PutGroup.Decide("cab", new("CAB", ["a@example.com", "A@example.com"])).Events));

        Assert.Single(put.Members);
    }

    private static Recorded<TenantEvent> Recorded(TenantEvent happened) => new(Acme.Id, 2, Now + Duration.FromHours(1), Actor.System, happened);
}
