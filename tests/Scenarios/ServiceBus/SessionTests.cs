using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.ServiceBus;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

public sealed class SessionTests(StorageFixture storage)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly EntityOptions Sessions = new() { RequiresSession = true };

    [Fact]
    public async Task Session_IsReceivedInOrder_AndAlone_AcrossARestart()
    {
        await using var bus = await TestBus.StartAsync(storage, Sessions);
        await bus.Sender().SendMessagesAsync([Of("a", "1"), Of("b", "2"), Of("a", "3"), Of("a", "4")]);
        await using var next = await bus.KillAndStartAsync();
        await using var session = await next.Client.AcceptSessionAsync(TestBus.Queue, "a");
        Assert.Equal(["1", "3", "4"], await BodiesAsync(session));
        Assert.Equal(("a", next.Clock.GetUtcNow() + Minute), (session.SessionId, session.SessionLockedUntil));
    }

    [Fact]
    public async Task AcceptNext_GivesTheFreeSessionWithTheOldestMessage()
    {
        await using var bus = await TestBus.StartAsync(storage, Sessions);
        await bus.Sender().SendMessagesAsync([Of("b", "1"), Of("a", "2"), Of("b", "3")]);
        await using var first = await bus.Client.AcceptNextSessionAsync(TestBus.Queue);
        await using var second = await bus.Client.AcceptNextSessionAsync(TestBus.Queue);
        Assert.Equal(("b", "a"), (first.SessionId, second.SessionId));
    }

    [Fact]
    public async Task AcceptNext_WaitsForASession_AndForAFreeOne()
    {
        await using var bus = await TestBus.StartAsync(storage, Sessions);
        var waiting = bus.Client.AcceptNextSessionAsync(TestBus.Queue);
        Assert.False(waiting.IsCompleted);
        await bus.Sender().SendMessageAsync(Of("a", "1"));
        var first = await waiting;
        var another = bus.Client.AcceptNextSessionAsync(TestBus.Queue);
        Assert.False(another.IsCompleted);
        await first.CloseAsync();
        Assert.Equal("a", (await another).SessionId);
    }

    [Fact]
    public async Task AcceptNext_WhenNoneComesInAMinute_TimesOut()
    {
        await using var bus = await TestBus.StartAsync(storage, Sessions);
        var waiting = bus.Client.AcceptNextSessionAsync(TestBus.Queue);
        await bus.AdvanceAsync(Minute);
        await AssertReasonAsync(ServiceBusFailureReason.ServiceTimeout, () => waiting);
    }

    [Fact]
    public async Task Accept_WhileAnotherHasIt_IsRefused()
    {
        await using var bus = await TestBus.StartAsync(storage, Sessions);
        await using var first = await bus.Client.AcceptSessionAsync(TestBus.Queue, "a");
        await AssertReasonAsync(
            ServiceBusFailureReason.SessionCannotBeLocked, () => bus.Client.AcceptSessionAsync(TestBus.Queue, "a"));
        await using var other = await bus.Client.AcceptSessionAsync(TestBus.Queue, "b");
    }

    [Fact]
    public async Task Lock_WhenItRunsOut_IsLostWithEverythingInHand()
    {
        await using var bus = await TestBus.StartAsync(storage, Sessions);
        await bus.Sender().SendMessagesAsync([Of("a", "1"), Of("a", "2")]);
        await using var first = await bus.Client.AcceptNextSessionAsync(TestBus.Queue);
        var received = await first.ReceiveMessageAsync();
        await bus.AdvanceAsync(Minute);
        var lost = ServiceBusFailureReason.SessionLockLost;
        await AssertReasonAsync(lost, () => first.CompleteMessageAsync(received));
        await AssertReasonAsync(lost, () => first.ReceiveMessageAsync());
        await AssertReasonAsync(lost, () => first.RenewSessionLockAsync());
        await AssertReasonAsync(lost, () => first.GetSessionStateAsync());
        await using var second = await bus.Client.AcceptNextSessionAsync(TestBus.Queue);
        var again = await second.ReceiveMessagesAsync(maxMessages: 10);
        Assert.Equal(["1", "2"], again.Select(message => message.Body.ToString()));
        Assert.Equal([2, 1], again.Select(message => message.DeliveryCount));
    }

    [Fact]
    public async Task Lock_Renewed_KeepsSessionAndMessages()
    {
        await using var bus = await TestBus.StartAsync(storage, Sessions);
        await bus.Sender().SendMessageAsync(Of("a", "1"));
        await using var session = await bus.Client.AcceptNextSessionAsync(TestBus.Queue);
        var received = await session.ReceiveMessageAsync();
        await bus.AdvanceAsync(0.75 * Minute);
        await session.RenewSessionLockAsync();
        Assert.Equal(bus.Clock.GetUtcNow() + Minute, session.SessionLockedUntil);
        await bus.AdvanceAsync(0.75 * Minute);
        await session.CompleteMessageAsync(received);
        await Assert.ThrowsAsync<InvalidOperationException>(() => session.RenewMessageLockAsync(received));
    }

    [Fact]
    public async Task Close_GivesBackWhatIsNotSettled_WithoutCountingIt()
    {
        await using var bus = await TestBus.StartAsync(storage, Sessions);
        await bus.Sender().SendMessageAsync(Of("a", "1"));
        var first = await bus.Client.AcceptNextSessionAsync(TestBus.Queue);
        await first.ReceiveMessageAsync();
        await first.CloseAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => first.ReceiveMessageAsync());
        await using var second = await bus.Client.AcceptNextSessionAsync(TestBus.Queue);
        Assert.Equal(1, (await second.ReceiveMessageAsync()).DeliveryCount);
    }

    [Fact]
    public async Task Abandoned_ComesBefore_WhatFollowsIt()
    {
        await using var bus = await TestBus.StartAsync(storage, Sessions);
        await bus.Sender().SendMessagesAsync([Of("a", "1"), Of("a", "2")]);
        await using var session = await bus.Client.AcceptNextSessionAsync(TestBus.Queue);
        await session.AbandonMessageAsync(await session.ReceiveMessageAsync());
        Assert.Equal(["1", "2"], await BodiesAsync(session));
    }

    [Fact]
    public async Task State_IsTheSessions_AcrossReceiversAndRestarts()
    {
        await using var bus = await TestBus.StartAsync(storage, Sessions);
        var state = new byte[200 * 1024];
        new Random(1).NextBytes(state);
        await using (var session = await bus.Client.AcceptSessionAsync(TestBus.Queue, "a/b?#"))
        {
            Assert.Null(await session.GetSessionStateAsync());
            await session.SetSessionStateAsync(BinaryData.FromBytes(state));
        }
        await using var next = await bus.KillAndStartAsync();
        await using var again = await next.Client.AcceptSessionAsync(TestBus.Queue, "a/b?#");
        await using var other = await next.Client.AcceptSessionAsync(TestBus.Queue, "b");
        Assert.Equal(state, (await again.GetSessionStateAsync()).ToArray());
        Assert.Null(await other.GetSessionStateAsync());
        await again.SetSessionStateAsync(null);
        Assert.Null(await again.GetSessionStateAsync());
    }

    [Fact]
    public async Task State_LargerThanAMessageMayBe_IsRefused()
    {
        await using var bus = await TestBus.StartAsync(storage, Sessions);
        await using var session = await bus.Client.AcceptSessionAsync(TestBus.Queue, "a");
        await AssertReasonAsync(
            ServiceBusFailureReason.MessageSizeExceeded,
            () => session.SetSessionStateAsync(BinaryData.FromBytes(new byte[256 * 1024 + 1])));
    }

    [Fact]
    public async Task Deferred_IsOfItsSession()
    {
        await using var bus = await TestBus.StartAsync(storage, Sessions);
        await bus.Sender().SendMessageAsync(Of("a", "1"));
        await using var own = await bus.Client.AcceptNextSessionAsync(TestBus.Queue);
        var received = await own.ReceiveMessageAsync();
        await own.DeferMessageAsync(received);
        await using var other = await bus.Client.AcceptSessionAsync(TestBus.Queue, "b");
        await AssertReasonAsync(
            ServiceBusFailureReason.MessageNotFound, () => other.ReceiveDeferredMessageAsync(received.SequenceNumber));
        Assert.Equal("1", (await own.ReceiveDeferredMessageAsync(received.SequenceNumber)).Body.ToString());
    }

    [Fact]
    public async Task Peek_ShowsTheSessionAlone()
    {
        await using var bus = await TestBus.StartAsync(storage, Sessions);
        await bus.Sender().SendMessagesAsync([Of("a", "1"), Of("b", "2")]);
        await using var session = await bus.Client.AcceptSessionAsync(TestBus.Queue, "b");
        Assert.Equal("2", Assert.Single(await session.PeekMessagesAsync(maxMessages: 10)).Body.ToString());
    }

    [Fact]
    public async Task WithoutASessionId_AQueueRefuses_AndASubscriptionMakesADeadLetter()
    {
        await using var bus = await TestBus.StartAsync(storage, Sessions);
        await Assert.ThrowsAsync<InvalidOperationException>(() => bus.Sender().SendMessageAsync(new("whose?")));
        await bus.Sender(TestBus.Topic).SendMessageAsync(new("whose?"));
        var first = EntityPath.Subscription(TestBus.Topic, "first");
        Assert.Equal(
            "Session ID is null.", (await bus.DeadLetters(first).ReceiveMessageAsync(TimeSpan.Zero)).DeadLetterReason);
        Assert.Empty(bus.Bus.Peek(TestBus.Queue));
    }

    [Fact]
    public async Task DeadLetters_OfAnEntityWithSessions_HaveNone()
    {
        await using var bus = await TestBus.StartAsync(storage, Sessions);
        await bus.Sender().SendMessageAsync(Of("a", "bad"));
        await using var session = await bus.Client.AcceptNextSessionAsync(TestBus.Queue);
        await session.DeadLetterMessageAsync(await session.ReceiveMessageAsync(), "unreadable");
        Assert.Equal("a", (await bus.DeadLetters().ReceiveMessageAsync(TimeSpan.Zero)).SessionId);
    }

    [Fact]
    public async Task Receiver_OfTheWrongKind_IsRefused()
    {
        await using var bus = await TestBus.StartAsync(
            storage, Sessions, declare: bus => bus.DeclareQueue("plain"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => bus.ReceiveNowAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => bus.Client.AcceptSessionAsync("plain", "a"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => bus.Client.AcceptNextSessionAsync("plain"));
    }

    private static ServiceBusMessage Of(string session, string body) => new(body) { SessionId = session };

    private static async Task<string[]> BodiesAsync(ServiceBusSessionReceiver session)
    {
        var received = await session.ReceiveMessagesAsync(maxMessages: 100, TimeSpan.Zero);
        return [.. received.Select(message => message.Body.ToString())];
    }

    private static async Task AssertReasonAsync(ServiceBusFailureReason reason, Func<Task> act) =>
        Assert.Equal(reason, (await Assert.ThrowsAsync<ServiceBusException>(act)).Reason);
}
