using Azure.Messaging.ServiceBus;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceBus;

/// <summary>What a caller sees without a service, as documented for the package.</summary>
public sealed class ServiceBusMessageTests
{
    [Fact]
    public void MessageId_LongerThan128_IsRefused()
    {
        Assert.Equal(128, new ServiceBusMessage { MessageId = new string('x', 128) }.MessageId.Length);
        Assert.ThrowsAny<ArgumentException>(() => new ServiceBusMessage { MessageId = new string('x', 129) });
    }

    [Fact]
    public void MessageId_Empty_IsRefused() =>
        Assert.ThrowsAny<ArgumentException>(() => new ServiceBusMessage { MessageId = string.Empty });

    [Fact]
    public void PartitionKey_OtherThanTheSession_IsRefused() => Assert.ThrowsAny<ArgumentException>(
        () => new ServiceBusMessage { SessionId = "a", PartitionKey = "b" });

    [Fact]
    public void TimeToLive_OfNothing_IsRefused() =>
        Assert.ThrowsAny<ArgumentException>(() => new ServiceBusMessage { TimeToLive = TimeSpan.Zero });

    [Fact]
    public void TimeToLive_NotSet_IsForEver() => Assert.Equal(TimeSpan.MaxValue, new ServiceBusMessage().TimeToLive);

    [Fact]
    public void Copy_OfADeadLetter_LeavesTheReasonOut()
    {
        var dead = ServiceBusModelFactory.ServiceBusReceivedMessage(
            BinaryData.FromString("body"),
            messageId: "m",
            subject: "s",
            properties: new Dictionary<string, object>
            {
                ["DeadLetterReason"] = "unreadable",
                ["DeadLetterErrorDescription"] = "No JSON.",
                ["tenant"] = "demo",
            });
        Assert.Equal(("unreadable", "No JSON."), (dead.DeadLetterReason, dead.DeadLetterErrorDescription));
        var copy = new ServiceBusMessage(dead);
        Assert.Equal(("m", "s", "body"), (copy.MessageId, copy.Subject, copy.Body.ToString()));
        Assert.Equal(["tenant"], copy.ApplicationProperties.Keys);
    }

    [Theory]
    [InlineData(ServiceBusFailureReason.ServiceBusy, true)]
    [InlineData(ServiceBusFailureReason.MessageLockLost, false)]
    public void Exception_KnowsWhetherTryingAgainHelps(ServiceBusFailureReason reason, bool helps)
    {
        var failure = new ServiceBusException("It failed.", reason, "events");
        Assert.Equal(helps, failure.IsTransient);
        Assert.Contains("events", failure.Message, StringComparison.Ordinal);
        Assert.Contains(reason.ToString(), failure.Message, StringComparison.Ordinal);
    }
}
