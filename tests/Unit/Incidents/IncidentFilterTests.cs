using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Incidents;

public sealed class IncidentFilterTests
{
    [Theory]
    [InlineData("?state=gone")]
    [InlineData("?state=")]
    [InlineData("?priority=p1")]
    [InlineData("?state=new&state=open")]
    [InlineData("?status=open")]
    [InlineData("?updatedSince=yesterday")]
    [InlineData("?updatedSince=2026-11-22T09:30:00%2B01:00")]
    [InlineData("?group=a%00b")]
    public void Read_OfWhatIsNoFilter_IsRefused(string query) =>
        Assert.Equal(ProblemCode.InvalidParameter, Read(query).Problem?.Code);

    [Fact]
    public void Read_OfNothing_ReachesEverything()
    {
        var filter = Read("").Value;
        Assert.True(filter.ReachesOpen && filter.ReachesClosed);
        Assert.Null(filter.Columns(Given.Agent));
    }

    [Theory]
    [InlineData("open", true, false)]
    [InlineData("resolved", true, false)]
    [InlineData("closed", false, true)]
    [InlineData("cancelled", false, true)]
    public void State_DecidesWhereTheListLooks(string state, bool open, bool closed)
    {
        var filter = Read($"?state={state}").Value;
        Assert.Equal((open, closed), (filter.ReachesOpen, filter.ReachesClosed));
    }

    [Fact]
    public void Columns_AskForEveryFilter()
    {
        const string People = "assignee=Grace@Example.org&requester=ada@example.org";
        var filter = Read($"?state=new&priority=P1&{People}&group=g&service=s").Value;
        Assert.Equal(
            "State eq 'new' and Priority eq 'P1' and Assignee eq 'grace@example.org' and " +
            "Requester eq 'ada@example.org' and Group eq 'g' and Service eq 's'",
            filter.Columns(Given.Agent));
    }

    [Fact]
    public void Columns_OfHostileText_StayOneText() =>
        Assert.Equal("Group eq ''' or true or '''", Read("?group=' or true or '").Value.Columns(Given.Agent));

    [Fact]
    public void Columns_ForARequester_AskForTheirOwn() => Assert.Equal(
        "(Requester eq 'ada@example.org' or ReportedBy eq 'ada@example.org')", Read("").Value.Columns(Given.Requester));

    [Fact]
    public void Columns_ForAPortal_AskForWhatItsKeyReported() => Assert.Equal(
        "ReportedBy eq 'api-key:key_1'", Read("").Value.Columns(Given.CallerOf(Role.Requester)));

    [Fact]
    public void UpdatedSince_IsAnInstant() => Assert.Equal(
        Instant.FromUtc(2026, 11, 22, 9, 30), Read("?updatedSince=2026-11-22T09:30:00Z").Value.UpdatedSince);

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("-9998-01-01T00:00:00Z")]
    public void UpdatedSince_BeforeTheOrderOfKeysBegins_MeansItsBeginning(string since) => Assert.Equal(
        NodaConstants.UnixEpoch, Read($"?updatedSince={since}").Value.UpdatedSince);

    private static Outcome<IncidentFilter> Read(string query) =>
        IncidentFilter.Read(new QueryCollection(QueryHelpers.ParseQuery(query)), Role.Agent);
}
