using ItsmServerless.Kernel.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace ItsmServerless.Tests.Unit.Kernel.Limits;

public sealed class LimitTests
{
    /// <summary>The examples of draft-ietf-httpapi-ratelimit-headers have this form: a string, and integers behind
    /// it.</summary>
    [Fact]
    public void Headers_AreStructuredFields()
    {
        var level = new BucketLevel(true, 599, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));

        Assert.Equal("\"reads\";q=600;w=60", RateLimitHeaders.Policy(RateLimitHeaders.NameOf(Traffic.Reads), 600));
        Assert.Equal("\"reads-key\";r=599;t=1", RateLimitHeaders.Left(RateLimitHeaders.KeyNameOf(Traffic.Reads), level));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.2, 1)]
    [InlineData(7.1, 8)]
    public void RetryAfter_IsNeverTooEarly_AndSpreadsThoseWhoComeBack(double wait, int least)
    {
        var told = Enumerable.Range(0, 200).Select(_ => Patience.After(TimeSpan.FromSeconds(wait))).ToArray();

        Assert.All(told, seconds => Assert.InRange(seconds, least, least + 2));
        Assert.True(told.Distinct().Count() > 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("reads=1,writes=1,intake=1,concurrent=1")]
    [InlineData("reads=1,writes=1,intake=1,concurrent=1,key=1,more=1")]
    [InlineData("reads=0,writes=1,intake=1,concurrent=1,key=1")]
    [InlineData("reads=1,reads=2,writes=1,intake=1,concurrent=1,key=1")]
    [InlineData("reads=-1,writes=1,intake=1,concurrent=1,key=1")]
    public void Rates_ThatAreNone_AreRefused(string text) => Assert.Throws<FormatException>(() => PlanRates.Parse(text));

    [Fact]
    public void Settings_SpreadAPlanOverInstances()
    {
        var settings = LimitSettings.Of(Configured(("Limits:Instances", "4"), ("Plans:free:Rates", "reads=100,writes=2,intake=40,concurrent=8,key=50")));

        Assert.Equal(new PlanRates(25, 1, 10, 2, 50), settings.Of("free"));
    }

    [Fact]
    public void Plan_ThatIsNotKnown_HasTheSmallestRates()
    {
        var settings = LimitSettings.Of(Configured());

        Assert.Equal(settings.Of("free"), settings.Of("golden"));
        Assert.Equal(settings.Of("unlimited"), settings.Of(null));
    }

    [Fact]
    public void BrokenSetting_IsNamed()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => LimitSettings.Of(Configured(("Plans:free:Rates", "fast"))));

        Assert.Contains("Plans:free:Rates", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FullProcess_RefusesReadsFirst_AndIntakeLast()
    {
        var overload = new Overload(LimitSettings.Of(Configured(("Limits:ConcurrentRequests", "10"))));

        Assert.Equal(8, Entered(overload, Traffic.Reads));
        Assert.Equal(1, Entered(overload, Traffic.Writes));
        Assert.Equal(1, Entered(overload, Traffic.Intake));
        Assert.Equal(10, overload.UnderWay);
        Assert.InRange(Overload.Refusal().RetryAfterSeconds!.Value, 1, 60);
    }

    [Theory]
    [InlineData("POST", "/in/abc", Traffic.Intake)]
    [InlineData("POST", "/v2/enqueue", Traffic.Intake)]
    [InlineData("POST", "/v1/incidents", Traffic.Writes)]
    [InlineData("GET", "/v1/incidents", Traffic.Reads)]
    [InlineData("HEAD", "/v1/incidents", Traffic.Reads)]
    public void Requests_AreToldApart(string method, string path, Traffic traffic)
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Path) = (method, path);

        Assert.Equal(traffic, TrafficKinds.OfAnybody(request));
    }

    private static int Entered(Overload overload, Traffic traffic)
    {
        var entered = 0;
        while (overload.TryEnter(traffic)) entered++;
        return entered;
    }

    private static IConfiguration Configured(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(pair => pair.Name, string? (pair) => pair.Value)).Build();
}
