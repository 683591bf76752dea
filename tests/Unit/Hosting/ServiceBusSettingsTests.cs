using System.Text.Json;
using ItsmServerless.Local.Hosting;
using Xunit;

namespace ItsmServerless.Tests.Unit.Hosting;

public sealed class ServiceBusSettingsTests
{
    /// <summary>https://learn.microsoft.com/azure/azure-functions/functions-bindings-service-bus</summary>
    [Fact]
    public void Defaults_AreThoseOfTheExtension()
    {
        var settings = Parse("{}");
        Assert.Equal(
            (16, 8, 1000, 0, true, TimeSpan.FromMinutes(5)),
            (settings.MaxConcurrentCalls, settings.MaxConcurrentSessions, settings.MaxMessageBatchSize,
                settings.PrefetchCount, settings.AutoCompleteMessages, settings.MaxAutoLockRenewalDuration));
    }

    [Fact]
    public void Parse_ReadsAll()
    {
        var settings = Parse(
            """
            {
              "maxConcurrentCalls": 1, "maxConcurrentSessions": 2, "maxMessageBatchSize": 3, "prefetchCount": 4,
              "autoCompleteMessages": false, "maxAutoLockRenewalDuration": "00:10:00"
            }
            """);
        Assert.Equal(
            (1, 2, 3, 4, false, TimeSpan.FromMinutes(10)),
            (settings.MaxConcurrentCalls, settings.MaxConcurrentSessions, settings.MaxMessageBatchSize,
                settings.PrefetchCount, settings.AutoCompleteMessages, settings.MaxAutoLockRenewalDuration));
    }

    [Theory]
    [InlineData("\"maxConcurrentCalls\": 0", "maxConcurrentCalls")]
    [InlineData("\"maxConcurrentSessions\": -1", "maxConcurrentSessions")]
    [InlineData("\"maxMessageBatchSize\": 0", "maxMessageBatchSize")]
    [InlineData("\"minMessageBatchSize\": 2", "minMessageBatchSize")]
    [InlineData("\"prefetchCount\": -1", "prefetchCount")]
    [InlineData("\"maxAutoLockRenewalDuration\": \"-00:01:00\"", "maxAutoLockRenewalDuration")]
    public void Parse_OfWhatMakesNoSense_NamesIt(string setting, string name)
    {
        var refused = Assert.Throws<JsonException>(() => Parse($$"""{ {{setting}} }"""));
        Assert.Contains($"extensions.serviceBus: {name} ", refused.Message);
    }

    private static ServiceBusSettings Parse(string json) =>
        HostSettings.Parse($$"""{ "extensions": { "serviceBus": {{json}} } }""").ServiceBus;
}
