using Azure.Messaging.ServiceBus;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

/// <summary>
/// The types are those that the package sends: see the remarks of ServiceBusMessage.ApplicationProperties, less Stream.
/// </summary>
public sealed class PropertyTests(StorageFixture storage)
{
    private static readonly Dictionary<string, object> OfEveryType = new()
    {
        ["string"] = "wörld",
        ["bool"] = true,
        ["byte"] = byte.MaxValue,
        ["sbyte"] = sbyte.MinValue,
        ["short"] = short.MinValue,
        ["ushort"] = ushort.MaxValue,
        ["int"] = int.MinValue,
        ["uint"] = uint.MaxValue,
        ["long"] = long.MinValue,
        ["ulong"] = ulong.MaxValue,
        ["float"] = float.Epsilon,
        ["double"] = double.MaxValue,
        ["decimal"] = decimal.MaxValue,
        ["char"] = 'ß',
        ["Guid"] = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"),
        ["DateTime"] = new DateTime(2026, 11, 24, 9, 0, 0, 123, DateTimeKind.Utc),
        ["DateTimeOffset"] = new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.FromHours(1)),
        ["TimeSpan"] = TimeSpan.FromTicks(1),
        ["Uri"] = new Uri("https://example.org/a?b=c"),
    };

    public static TheoryData<object> Unsupported =>
        [new byte[] { 1 }, DayOfWeek.Monday, new Version(1, 0), new List<int>(), DBNull.Value, DateOnly.MinValue];

    [Fact]
    public async Task Properties_OfEveryType_ComeBackAsTheyWere_AcrossARestart()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var message = new ServiceBusMessage("all");
        foreach (var (name, value) in OfEveryType)
            message.ApplicationProperties[name] = value;
        await bus.Sender().SendMessageAsync(message);
        await using var next = await bus.KillAndStartAsync();
        var received = (await next.ReceiveNowAsync()).ApplicationProperties;
        Assert.Equal(OfEveryType, received);
        Assert.All(OfEveryType, one => Assert.IsType(one.Value.GetType(), received[one.Key]));
        Assert.Equal(TimeSpan.Zero, ((DateTimeOffset)received["DateTimeOffset"]).Offset);
    }

    [Theory]
    [MemberData(nameof(Unsupported), DisableDiscoveryEnumeration = true)]
    public async Task Property_OfAnotherType_IsRefused(object value)
    {
        await using var bus = await TestBus.StartAsync(storage);
        var message = new ServiceBusMessage("odd") { ApplicationProperties = { ["odd"] = value } };
        await Assert.ThrowsAsync<System.Runtime.Serialization.SerializationException>(
            () => bus.Sender().SendMessageAsync(message));
        Assert.Empty(bus.Bus.Peek(TestBus.Queue));
    }
}
