using System.Text;
using ItsmServerless.Changes;
using ItsmServerless.Configuration;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tests.Unit.Changes;
using Xunit;

namespace ItsmServerless.Tests.Unit.Configuration;

public sealed class ConfigurationItemTests
{
    private static readonly ConfigurationItemEvent Unauthorized = PutConfigurationItem.Decide(
        "sw-1", GivenItem.Item, GivenItem.Body with { Service = null }, GivenItem.Nothing).Events[0];

    [Fact]
    public void UnauthorizedChanges_AreKept_NewestFirst_ThroughDeletionAndAnotherPut()
    {
        var item = GivenItem.Fold(
            GivenItem.Item, Unauthorized, new ConfigurationItemDeleted("sw-1", null, false),
            PutConfigurationItem.Decide("sw-1", null, GivenItem.Body, GivenItem.Nothing).Events[0]);
        Assert.Equal(["deleted", "service"], item.Unauthorized.Select(change => Assert.Single(change.Changed)));
        Assert.False(ConfigurationItem.IsDeleted(item));
    }

    [Fact]
    public void UnauthorizedChanges_AreListedUpToAHundred()
    {
        var item = GivenItem.Item;
        for (var edits = 0; edits < 101; edits++) item = GivenItem.Fold(item with { Version = edits % 20 }, Unauthorized);
        Assert.Equal(ConfigurationItem.MostUnauthorized, item.Unauthorized.Count);
    }

    [Fact]
    public void Rows_AreTheItem_WhatItDependsOn_AndItsService() => Assert.Equal(
        ["settings configuration-item sw-1", "lookups depends-on|ups-1 sw-1", "lookups service-item|network sw-1"],
        Rows(GivenItem.Item));

    [Fact]
    public void Rows_OfADeletedItem_AreItsMark_AndWhatWasUnauthorized()
    {
        var rows = Rows(GivenItem.Fold(GivenItem.Item, new ConfigurationItemDeleted("sw-1", null, false)));
        Assert.Equal("settings configuration-item ~sw-1", rows[0]);
        Assert.StartsWith("settings unauthorized-change ", Assert.Single(rows[1..]), StringComparison.Ordinal);
    }

    [Fact]
    public void Delete_WhileOthersDependOnIt_IsRefused_NamingThem()
    {
        var refusal = DeleteConfigurationItem.Decide("sw-1", GivenItem.Item, ["mail-1"], null).Refusal!;
        Assert.Equal((ProblemCode.InUse, "mail-1"), (refusal.Code, Assert.Single(refusal.Errors).Detail));
    }

    [Fact]
    public void Delete_WithNoChange_IsUnauthorized() => Assert.False(Deleted(null).Authorized);

    [Fact]
    public void Delete_ByAChangeThatIsMade_IsAuthorized()
    {
        var change = Given.In(ChangeState.Implementing);
        Assert.True(Deleted(new(change.Number, change)).Authorized);
    }

    [Fact]
    public void Delete_ByAChangeThatDoesNotCoverIt_IsRefused()
    {
        var change = Given.In(ChangeState.Scheduled);
        Assert.Equal(
            ProblemCode.ValidationFailed,
            DeleteConfigurationItem.Decide("sw-1", GivenItem.Item, [], new(change.Number, change)).Refusal!.Code);
    }

    [Fact]
    public void Service_WithItems_CannotBeDeleted()
    {
        Service service = new("network", "Network", null, null, 1, GivenItem.At(1));
        Assert.Equal(ProblemCode.InUse, DeleteService.Decide("network", service, ["sw-1"]).Refusal!.Code);
        Assert.IsType<ServiceDeleted>(Assert.Single(DeleteService.Decide("network", service, []).Events));
        Assert.Equal(ProblemCode.NotFound, DeleteService.Decide("network", null, []).Refusal!.Code);
    }

    [Theory]
    [InlineData("""{"kind":"server"}""", "/name", "required")]
    [InlineData("""{"name":"a"}""", "/kind", "required")]
    [InlineData("""{"name":"a","kind":"b","service":"No Key"}""", "/service", "key")]
    [InlineData("""{"name":"a","kind":"b","owner":"nobody"}""", "/owner", "email")]
    [InlineData("""{"name":"a","kind":"b","dependsOn":["No Key"]}""", "/dependsOn/0", "key")]
    [InlineData("""{"name":"a","kind":"b","attributes":{"":"x"}}""", "/attributes", "length")]
    [InlineData("""{"name":"a","kind":"b","attributes":{"x":null}}""", "/attributes", "length")]
    public void Wrong_IsRefused_NamingTheField(string body, string pointer, string code)
    {
        var read = StrictJson.Read<PutConfigurationItem>(Encoding.UTF8.GetBytes(body));
        var error = Assert.Single(read.Problem!.Errors);
        Assert.Equal((pointer, code), (error.Pointer, error.Code));
    }

    [Fact]
    public void MoreThanFiftyAttributes_AreRefused() => Assert.Equal("count", Assert.Single(PutConfigurationItem.Validate(
        GivenItem.Body with { Attributes = Enumerable.Range(1, 51).ToDictionary(n => $"{n}", n => "x") })).Code);

    private static ConfigurationItemDeleted Deleted(CoveringChange? change) => Assert.IsType<ConfigurationItemDeleted>(
        Assert.Single(DeleteConfigurationItem.Decide("sw-1", GivenItem.Item, [], change).Events));

    private static string[] Rows(ConfigurationItem item) =>
        [.. ConfigurationItem.Rows(item).Select(row => $"{row.Table} {row.Partition} {row.Row}")];
}
