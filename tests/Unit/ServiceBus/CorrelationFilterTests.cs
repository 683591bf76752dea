using ItsmServerless.Local.ServiceBus;
using ItsmServerless.Local.ServiceBus.Rules;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceBus;

public sealed class CorrelationFilterTests
{
    private static readonly MessageContent Message = new()
    {
        MessageId = "m-1",
        Subject = "incident.reported",
        ContentType = "application/json",
        CorrelationId = "inc_1",
        ReplyTo = "answers",
        ReplyToSessionId = "s-2",
        SessionId = "s-1",
        To = "desk",
        Properties = new Dictionary<string, object> { ["priority"] = 2, ["tenant"] = "demo" },
    };

    private static readonly CorrelationFilter Everything = new()
    {
        MessageId = "m-1",
        Subject = "incident.reported",
        ContentType = "application/json",
        CorrelationId = "inc_1",
        ReplyTo = "answers",
        ReplyToSessionId = "s-2",
        SessionId = "s-1",
        To = "desk",
        Properties = new Dictionary<string, object> { ["priority"] = 2, ["tenant"] = "demo" },
    };

    public static TheoryData<CorrelationFilter> OneThingOff =>
    [
        Everything with { MessageId = "M-1" },
        Everything with { Subject = "x" },
        Everything with { ContentType = "x" },
        Everything with { CorrelationId = "x" },
        Everything with { ReplyTo = "x" },
        Everything with { ReplyToSessionId = "x" },
        Everything with { SessionId = "x" },
        Everything with { To = "x" },
        Everything with { Properties = new Dictionary<string, object> { ["priority"] = "2" } },
        Everything with { Properties = new Dictionary<string, object> { ["absent"] = 2 } },
    ];

    [Fact]
    public void Everything_Equal_Matches() => Assert.True(Everything.Matches(Message));

    [Fact]
    public void Nothing_Named_Matches() => Assert.True(new CorrelationFilter().Matches(Message));

    [Theory]
    [MemberData(nameof(OneThingOff), DisableDiscoveryEnumeration = true)]
    public void OneThing_Different_DoesNotMatch(CorrelationFilter filter) => Assert.False(filter.Matches(Message));
}
