using System.Text.Json;
using ItsmServerless.Local;
using ItsmServerless.Local.Hosting;
using ItsmServerless.Local.Http;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace ItsmServerless.Tests.Unit.Hosting;

public sealed class SettingsTests
{
    [Fact]
    public void HostFile_OfTheProduct_HasNoRoutePrefix() => Assert.Equal("", HostSettings.Load().RoutePrefix);

    [Fact]
    public void HostFile_WithoutExtensions_HasTheDefaultsOfFunctions() =>
        Assert.Equal(
            new HostSettings("api", new ServiceBusSettings(), TimeSpan.FromMinutes(30)),
            HostSettings.Parse("""{ "version": "2.0" /* bare */ }"""));

    [Theory]
    [InlineData("00:00:10", 10)]
    [InlineData("-1", null)]
    public void FunctionTimeout_IsATimeSpanOrMinusOneForNone(string text, int? seconds) =>
        Assert.Equal(
            seconds is { } some ? TimeSpan.FromSeconds(some) : null,
            HostSettings.Parse($$"""{ "functionTimeout": "{{text}}" }""").FunctionTimeout);

    [Theory]
    [InlineData("soon")]
    [InlineData("00:00:00")]
    public void FunctionTimeout_OfAnythingElse_IsRefusedWithItsValue(string text)
    {
        var refused = Assert.Throws<JsonException>(
            () => HostSettings.Parse($$"""{ "functionTimeout": "{{text}}" }"""));
        Assert.Contains(text, refused.Message);
    }

    [Fact]
    public void Sample_HasNestedNamesAsConfigurationWritesThem() =>
        Assert.Equal(
            [KeyValuePair.Create<string, string?>("Mail:Domain", "localhost")],
            SampleSettings.Parse("""{ "Values": { "Mail__Domain": "localhost" } }"""));

    [Fact]
    public void Trigger_NamesASettingBetweenPercentSigns()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>("Sweep", "0 * * * * *")])
            .Build();
        Assert.Equal("0 * * * * *", Setting.Resolve("%Sweep%", configuration));
        Assert.Equal("events", Setting.Resolve("events", configuration));
        Assert.Throws<FormatException>(() => Setting.Resolve("%Swep%", configuration));
    }

    [Fact]
    public void Secrets_AreMadeOnce_AndReadableByTheirOwnerAlone()
    {
        var directory = Directory.CreateTempSubdirectory("itsm-secrets-");
        var made = LocalSecrets.LoadOrCreate(directory.FullName);
        var again = LocalSecrets.LoadOrCreate(directory.FullName);
        var file = Path.Combine(directory.FullName, "secrets.json");
        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file);
        directory.Delete(recursive: true);

        Assert.Equal(made, again);
        Assert.Equal(32, Convert.FromBase64String(made.SigningKey).Length);
        Assert.Equal(OperatingSystem.IsWindows() ? default : UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
    }

    [Fact]
    public void Port_ThatAnotherProcessHas_IsSaidWithAWayOut()
    {
        using var first = Listener.Take(0);
        var refused = Assert.Throws<StartFailedException>(() => Listener.Take(first.Port));
        Assert.StartsWith($"Port {first.Port} of 127.0.0.1 cannot be had", refused.Message);
        Assert.Contains("--port", refused.Message);
    }
}
