using ItsmServerless.Changes;
using ItsmServerless.Configuration;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tests.Unit.Changes;
using Xunit;

namespace ItsmServerless.Tests.Unit.Configuration;

public sealed class PutConfigurationItemTests
{
    [Fact]
    public void New_NeedsNoChange() => Assert.Equal((null, null), (GivenItem.Item.Authorized, GivenItem.Item.Change));

    [Fact]
    public void TheSameAgain_ChangesNothing() => Assert.Empty(Decide(GivenItem.Body).Events);

    [Fact]
    public void AnotherNameOrOwner_NeedsNoChange()
    {
        var put = Put(GivenItem.Body with { Name = "Core switch 1", Owner = "olga@acme.example" });
        Assert.Null(put.Authorized);
        Assert.Empty(put.Changed);
    }

    [Fact]
    public void AnotherAttribute_WithNoChange_IsUnauthorized() => AssertUnauthorized(
        "attributes", GivenItem.Body with { Attributes = new Dictionary<string, string> { ["os"] = "7.2" } });

    [Fact]
    public void AnotherAttributeLess_WithNoChange_IsUnauthorized() =>
        AssertUnauthorized("attributes", GivenItem.Body with { Attributes = null });

    [Fact]
    public void AnotherDependency_WithNoChange_IsUnauthorized() =>
        AssertUnauthorized("dependsOn", GivenItem.Body with { DependsOn = ["ups-2"] });

    [Fact]
    public void AnotherService_WithNoChange_IsUnauthorized() =>
        AssertUnauthorized("service", GivenItem.Body with { Service = null });

    [Theory]
    [InlineData(ChangeState.Implementing)]
    [InlineData(ChangeState.Implemented)]
    public void AChangeOfTheItem_ThatIsMade_Authorizes(ChangeState state)
    {
        var put = Put(GivenItem.Body with { Service = null }, state);
        Assert.Equal((true, "CHG-000001"), (put.Authorized, put.Change!.Number));
    }

    [Theory]
    [InlineData(ChangeState.Draft)]
    [InlineData(ChangeState.AwaitingApproval)]
    [InlineData(ChangeState.Approved)]
    [InlineData(ChangeState.Rejected)]
    [InlineData(ChangeState.Scheduled)]
    [InlineData(ChangeState.Closed)]
    [InlineData(ChangeState.Cancelled)]
    public void AChangeThatIsNotMade_IsRefused(ChangeState state) =>
        AssertRefused("/change", "not_being_made", Covered(Given.In(state)));

    [Fact]
    public void AChangeOfAnotherItem_IsRefused() => AssertRefused(
        "/change", "other_item", Covered(Given.In(ChangeState.Implementing)), key: "sw-2");

    [Fact]
    public void AChangeThatIsNotThere_IsRefused() =>
        AssertRefused("/change", "unknown_change", GivenItem.Nothing with { Change = new("CHG-000009", null) });

    [Fact]
    public void AnItemThatIsNotThere_IsRefused() =>
        AssertRefused("/dependsOn", "unknown_item", GivenItem.Nothing with { Unknown = ["ups-1"] });

    [Fact]
    public void AServiceThatIsNotThere_IsRefused() =>
        AssertRefused("/service", "unknown_service", GivenItem.Nothing with { IsServiceKnown = false });

    [Fact]
    public void ACycle_IsRefused_NamingIt()
    {
        var refused = AssertRefused("/dependsOn", "cycle", GivenItem.Nothing with { Cycle = ["sw-1", "ups-1", "sw-1"] });
        Assert.Contains("sw-1 → ups-1 → sw-1", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreItemsThanCanBeLookedThrough_AreRefused() =>
        AssertRefused("/dependsOn", "too_many", GivenItem.Nothing with { IsSeenThrough = false });

    [Theory]
    [InlineData("Sw-1", "key")]
    [InlineData("unauthorized-changes", "reserved")]
    public void AKeyThatIsNone_IsRefused(string key, string code) =>
        AssertRefused("key", code, GivenItem.Nothing, key);

    private static Decision<ConfigurationItemEvent> Decide(PutConfigurationItem body, Survey? survey = null) =>
        PutConfigurationItem.Decide("sw-1", GivenItem.Item, body, survey ?? GivenItem.Nothing);

    private static ConfigurationItemPut Put(PutConfigurationItem body, ChangeState? state = null) =>
        Assert.IsType<ConfigurationItemPut>(Assert.Single(
            Decide(body, state is { } made ? Covered(Given.In(made)) : GivenItem.Nothing).Events));

    private static Survey Covered(Change change) => GivenItem.Nothing with { Change = new(change.Number, change) };

    private static void AssertUnauthorized(string changed, PutConfigurationItem body)
    {
        var put = Put(body);
        Assert.Equal((false, changed), (put.Authorized, Assert.Single(put.Changed)));
    }

    private static FieldError AssertRefused(string pointer, string code, Survey survey, string key = "sw-1")
    {
        var decided = PutConfigurationItem.Decide(key, null, GivenItem.Body, survey);
        var error = Assert.Single(decided.Refusal!.Errors);
        Assert.Equal((pointer, code), (error.Pointer, error.Code));
        return error;
    }
}
