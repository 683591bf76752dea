using System.Text.Json;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Tenants;
using Microsoft.Extensions.Configuration;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Tenants;

public sealed class TeamsChannelTests
{
    private const string Desk = "http://127.0.0.1:7071/_local/teams/";

    private static readonly TeamsSettings Azure = new([".logic.azure.com", ".api.powerplatform.com"], null);
    private static readonly TeamsSettings Laptop = Azure with { CaptureUrl = Desk };

    /// <summary>Both forms that Workflows has given: learn.microsoft.com/troubleshoot/power-platform/power-automate/
    /// flow-run-issues/triggers-troubleshoot.</summary>
    [Theory]
    [InlineData("https://prod-186.westus.logic.azure.com:443/workflows/3f2/triggers/manual/paths/invoke?api-version=2016-06-01&sig=x")]
    [InlineData("https://default5c0.61.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/3f2/triggers/manual/paths/invoke?sig=x")]
    public void Address_OfAWorkflow_IsKept(string url)
    {
        Assert.Equal(url, Azure.Kept(url));
        Assert.Equal(new Uri(url), Azure.Address(url));
    }

    [Theory]
    [InlineData("http://prod-1.westus.logic.azure.com/workflows/w")]
    [InlineData("https://logic.azure.com/workflows/w")]
    [InlineData("https://prod-1.logic.azure.com:8443/workflows/w")]
    [InlineData("https://prod-1.logic.azure.com.evil.example/w")]
    [InlineData("https://evil.example/.logic.azure.com")]
    [InlineData("https://evil.example#.logic.azure.com")]
    [InlineData("https://evil.example\\.logic.azure.com")]
    [InlineData("https://evillogic.azure.com/w")]
    [InlineData("https://user@prod-1.logic.azure.com/w")]
    [InlineData("https://prod-1.logic.azure.com/w#part")]
    [InlineData("https://169.254.169.254/metadata/instance")]
    [InlineData("https://[::1]/w")]
    [InlineData("https://localhost/w")]
    [InlineData("http://127.0.0.1:7071/_local/teams/ops")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/workflows/w")]
    [InlineData("")]
    public void OtherAddresses_AreRefused(string url) => Assert.Null(Azure.Kept(url));

    [Fact]
    public void Address_OnTheDesk_FollowsTheDesk()
    {
        var kept = Laptop.Kept(Desk + "ops")!;
        var moved = Laptop with { CaptureUrl = "http://127.0.0.1:9/_local/teams/" };
        Assert.Equal("http://127.0.0.1:9/_local/teams/ops", moved.Address(kept)!.AbsoluteUri);
        Assert.Null(Azure.Address(kept));
    }

    [Theory]
    [InlineData(Desk)]
    [InlineData(Desk + "../clock/advance")]
    [InlineData(Desk + "a?b")]
    [InlineData("http://127.0.0.1:7071/_local/clock/advance")]
    [InlineData("http://127.0.0.1:7072/_local/teams/ops")]
    public void OtherAddresses_OnALaptop_AreRefused(string url) => Assert.Null(Laptop.Kept(url));

    [Theory]
    [InlineData("local", Desk)]
    [InlineData("live", null)]
    public void CaptureUrl_IsTakenLocallyAlone(string environment, string? expected) =>
        Assert.Equal(expected, TeamsSettings.Of(Configuration(".logic.azure.com", environment)).CaptureUrl);

    [Theory]
    [InlineData("logic.azure.com")]
    [InlineData(".com")]
    [InlineData(".logic.azure.com,*")]
    public void Hosts_ThatAreNoEndsOfNames_StopTheStart(string hosts) =>
        Assert.Throws<InvalidOperationException>(() => TeamsSettings.Of(Configuration(hosts, "live")));

    [Fact]
    public void View_ShowsTheHostAlone()
    {
        var body = new PutTeamsChannel("Ops", "https://prod-1.logic.azure.com/workflows/w?sig=secret");
        var put = Assert.IsType<TeamsChannelPut>(Assert.Single(PutTeamsChannel.Decide("ops", body, "sealed").Events));
        var view = JsonSerializer.Serialize(TeamsChannelView.Of(After(null, put)), Json.Options);
        Assert.Contains("https://prod-1.logic.azure.com/…", view, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", view, StringComparison.Ordinal);
        Assert.DoesNotContain("sealed", view, StringComparison.Ordinal);
    }

    [Fact]
    public void Deleted_IsNotListed_AndKeepsNoAddress()
    {
        var channel = After(After(null, new TeamsChannelPut("ops", "Ops", "sealed", "shown")), new TeamsChannelDeleted());
        Assert.Empty(TeamsChannel.Rows(channel));
        Assert.Equal("", channel.SealedUrl);
    }

    [Theory]
    [InlineData("https://prod-1.logic.azure.com/w x")]
    [InlineData("https://prod-1.logic.azure.com/…")]
    [InlineData("https://prod-1.logic.azure.com/\r\nHost: x")]
    public void Url_OfOtherCharacters_IsRefused(string url) =>
        Assert.Equal("/url", Assert.Single(PutTeamsChannel.Validate(new("Ops", url))).Pointer);

    private static TeamsChannel After(TeamsChannel? state, TeamsChannelEvent happened) => TeamsChannel.Apply(
        state, new(TeamsChannel.IdOf("ops"), 1, Instant.FromUtc(2026, 11, 24, 9, 0), Actor.System, happened));

    private static IConfigurationRoot Configuration(string hosts, string environment) => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Teams:AllowedHosts"] = hosts,
            ["Teams:CaptureUrl"] = Desk,
            ["Environment"] = environment,
        }).Build();
}
