using Azure.Messaging.ServiceBus;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

public sealed class QueueTests(StorageFixture storage)
{
    [Fact]
    public async Task Receive_GivesWhatWasSent_Whole()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var sent = new ServiceBusMessage("{\"hello\":\"wörld\"}")
        {
            MessageId = "inc_1/1",
            Subject = "incident.reported",
            ContentType = "application/json",
            CorrelationId = "c",
            SessionId = "s",
            ReplyTo = "r",
            ReplyToSessionId = "rs",
            To = "t",
            TimeToLive = TimeSpan.FromHours(1),
            ApplicationProperties = { ["tenant"] = "demo", ["at"] = bus.Clock.GetUtcNow(), ["count"] = 7L },
        };
        await bus.Sender().SendMessageAsync(sent);
        var received = await bus.ReceiveNowAsync();
        Assert.Equal(sent.Body.ToString(), received.Body.ToString());
        Assert.Equal(
            (sent.MessageId, sent.Subject, sent.ContentType, sent.CorrelationId, sent.SessionId),
            (received.MessageId, received.Subject, received.ContentType, received.CorrelationId, received.SessionId));
        Assert.Equal(
            (sent.ReplyTo, sent.ReplyToSessionId, sent.To, sent.TimeToLive),
            (received.ReplyTo, received.ReplyToSessionId, received.To, received.TimeToLive));
        Assert.Equal(sent.ApplicationProperties, received.ApplicationProperties);
        Assert.Equal((1, bus.Clock.GetUtcNow()), (received.DeliveryCount, received.EnqueuedTime));
        Assert.Equal(bus.Clock.GetUtcNow().AddMinutes(1), received.LockedUntil);
    }

    [Fact]
    public async Task Receive_GivesTheOldestFirst()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessagesAsync([new("1"), new("2"), new("3")]);
        var received = await bus.Receiver().ReceiveMessagesAsync(maxMessages: 10);
        Assert.Equal(["1", "2", "3"], received.Select(message => message.Body.ToString()));
        var numbers = received.Select(message => message.SequenceNumber).ToList();
        Assert.Equal(numbers.Order(), numbers);
    }

    [Fact]
    public async Task Receive_WaitsForWhatComes()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var waiting = bus.Receiver().ReceiveMessageAsync();
        Assert.False(waiting.IsCompleted);
        await bus.Sender().SendMessageAsync(new("late"));
        Assert.Equal("late", (await waiting).Body.ToString());
    }

    [Fact]
    public async Task Receive_WhenNothingComesInTime_GivesNothing()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var waiting = bus.Receiver().ReceiveMessageAsync(TimeSpan.FromSeconds(5));
        await bus.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.Null(await waiting);
    }

    [Fact]
    public async Task Complete_TakesTheMessageAway()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessageAsync(new("once"));
        var received = await bus.ReceiveNowAsync();
        Assert.Null(await bus.ReceiveNowAsync());
        await bus.Receiver().CompleteMessageAsync(received);
        await using var next = await bus.KillAndStartAsync();
        Assert.Null(await next.ReceiveNowAsync());
    }

    [Fact]
    public async Task Settle_Twice_SaysThatTheLockIsLost()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessageAsync(new("once"));
        var received = await bus.ReceiveNowAsync();
        await bus.Receiver().CompleteMessageAsync(received);
        var refused = await Assert.ThrowsAsync<ServiceBusException>(() => bus.Receiver().AbandonMessageAsync(received));
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, refused.Reason);
    }

    [Fact]
    public async Task Abandon_GivesItAgainAtOnce_WithItsPropertiesChanged()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessageAsync(new("again"));
        var first = await bus.ReceiveNowAsync();
        await bus.Receiver().AbandonMessageAsync(first, new Dictionary<string, object> { ["tried"] = "once" });
        var second = await bus.ReceiveNowAsync();
        Assert.Equal((first.SequenceNumber, 2), (second.SequenceNumber, second.DeliveryCount));
        Assert.Equal("once", second.ApplicationProperties["tried"]);
    }

    [Fact]
    public async Task Abandon_TenTimes_MakesADeadLetter()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessageAsync(new("poison"));
        for (var time = 1; time <= 10; time++)
        {
            var received = await bus.ReceiveNowAsync();
            Assert.Equal(time, received.DeliveryCount);
            await bus.Receiver().AbandonMessageAsync(received);
        }
        Assert.Null(await bus.ReceiveNowAsync());
        var dead = await bus.DeadLetters().ReceiveMessageAsync();
        Assert.Equal("MaxDeliveryCountExceeded", dead.DeadLetterReason);
        Assert.Equal("poison", dead.Body.ToString());
    }

    [Fact]
    public async Task DeadLetter_KeepsReasonAndDescription_AcrossARestart()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessageAsync(new("bad"));
        await bus.Receiver().DeadLetterMessageAsync(await bus.ReceiveNowAsync(), "unreadable", "Byte 3 is no JSON.");
        await using var next = await bus.KillAndStartAsync();
        Assert.Null(await next.ReceiveNowAsync());
        var dead = await next.DeadLetters().ReceiveMessageAsync();
        Assert.Equal(("unreadable", "Byte 3 is no JSON."), (dead.DeadLetterReason, dead.DeadLetterErrorDescription));
        await next.DeadLetters().CompleteMessageAsync(dead);
        Assert.Null(await next.DeadLetters().ReceiveMessageAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task Lock_WhenItRunsOut_GivesTheMessageToTheNext()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessageAsync(new("slow"));
        var first = await bus.ReceiveNowAsync();
        await bus.AdvanceAsync(TimeSpan.FromMinutes(1));
        var second = await bus.ReceiveNowAsync();
        Assert.Equal(2, second.DeliveryCount);
        await Assert.ThrowsAsync<ServiceBusException>(() => bus.Receiver().CompleteMessageAsync(first));
        await bus.Receiver().CompleteMessageAsync(second);
    }

    [Fact]
    public async Task Lock_Renewed_LastsLonger()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessageAsync(new("slow"));
        var received = await bus.ReceiveNowAsync();
        await bus.AdvanceAsync(TimeSpan.FromSeconds(45));
        await bus.Receiver().RenewMessageLockAsync(received);
        await bus.AdvanceAsync(TimeSpan.FromSeconds(45));
        Assert.Null(await bus.ReceiveNowAsync());
        await bus.Receiver().CompleteMessageAsync(received);
    }

    [Fact]
    public async Task ReceiveAndDelete_TakesTheMessageAwayAtOnce()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessageAsync(new("gone"));
        var receiver = bus.Client.CreateReceiver(
            TestBus.Queue, new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });
        Assert.Equal("gone", (await receiver.ReceiveMessageAsync()).Body.ToString());
        await using var next = await bus.KillAndStartAsync();
        Assert.Null(await next.ReceiveNowAsync());
    }

    [Fact]
    public async Task Send_AsLargeAsAllowed_ArrivesWhole_AndLargerIsRefused()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var large = new byte[255 * 1024];
        new Random(1).NextBytes(large);
        await bus.Sender().SendMessageAsync(new(large));
        await using var next = await bus.KillAndStartAsync();
        Assert.Equal(large, (await next.ReceiveNowAsync()).Body.ToArray());
        var refused = await Assert.ThrowsAsync<ServiceBusException>(
            () => next.Sender().SendMessageAsync(new(new byte[256 * 1024])));
        Assert.Equal(ServiceBusFailureReason.MessageSizeExceeded, refused.Reason);
    }

    [Fact]
    public async Task Batch_TakesWhatFits_AndSendsItTogether()
    {
        await using var bus = await TestBus.StartAsync(storage);
        using var batch = await bus.Sender().CreateMessageBatchAsync();
        Assert.True(batch.TryAddMessage(new(new byte[200 * 1024])));
        Assert.False(batch.TryAddMessage(new(new byte[100 * 1024])));
        Assert.True(batch.TryAddMessage(new("small")));
        await bus.Sender().SendMessagesAsync(batch);
        Assert.Equal(2, (await bus.Receiver().ReceiveMessagesAsync(maxMessages: 10)).Count);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("events/Subscriptions/nobody")]
    public async Task Unknown_IsNotFound(string path)
    {
        await using var bus = await TestBus.StartAsync(storage);
        var sending = await Assert.ThrowsAsync<ServiceBusException>(() => bus.Sender(path).SendMessageAsync(new("x")));
        var receiving = await Assert.ThrowsAsync<ServiceBusException>(() => bus.ReceiveNowAsync(path));
        Assert.Equal(ServiceBusFailureReason.MessagingEntityNotFound, sending.Reason);
        Assert.Equal(ServiceBusFailureReason.MessagingEntityNotFound, receiving.Reason);
    }
}
