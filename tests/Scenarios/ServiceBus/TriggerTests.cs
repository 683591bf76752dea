using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.ServiceBus;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

public sealed class TriggerTests(StorageFixture storage)
{
    [Fact]
    public async Task Function_TakesOneMessage_AsItself_AsText_AsBytes_AndAsJson()
    {
        await using var app = await StartAsync();
        foreach (var queue in (string[])["message", "text", "bytes", "binary"])
            await app.SendAsync(queue, "héllo");
        await app.SendAsync("ticket", """{ "ID": "t-1", "priority": 2 }""");
        Assert.Equal(
            ["binary héllo", "bytes 6", "message héllo 1", "text héllo", "ticket t-1 2"], app.Entries().Order());
        Assert.All(app.Counts(), count => Assert.Equal(0, count.Active + count.Locked + count.DeadLetters));
    }

    [Fact]
    public async Task Function_TakesBatches_OfWhatIsThere_AtMostAsLargeAsTheHostFileSays()
    {
        await using var app = await StartAsync("""{ "serviceBus": { "maxMessageBatchSize": 2 } }""");
        await app.SendAsync("texts", "1", "2", "3");
        await app.SendAsync("tickets", """{ "id": "a" }""", """{ "id": "b" }""");
        Assert.Equal(["texts 1+2", "texts 3"], app.Entries("texts"));
        Assert.Equal(["tickets a+b"], app.Entries("tickets"));
    }

    [Fact]
    public async Task Batch_IsCompleted_ExceptWhatTheFunctionSettledItself()
    {
        await using var app = await StartAsync();
        await app.SendAsync("sorted", "defer", "fine", "bad");
        Assert.Equal(["sorted defer+fine+bad"], app.Entries());
        Assert.Equal(new MailboxCounts("sorted", 0, 0, 0, DeadLetters: 1, Deferred: 1), app.Count("sorted"));
    }

    [Fact]
    public async Task WithoutAutoComplete_WhatAFunctionLeaves_ComesAgainWhenItsLockRunsOut()
    {
        await using var app = await StartAsync();
        await app.SendAsync("manual", "m");
        Assert.Equal(("manual 1", 1), (Assert.Single(app.Entries()), app.Count("manual").Locked));
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["manual 1", "manual 2"], app.Entries());
        Assert.Equal(0, app.Count("manual").Locked);
    }

    [Fact]
    public async Task AutoComplete_RefusedInTheHostFile_IsRefusedForAll()
    {
        await using var app = await StartAsync("""{ "serviceBus": { "autoCompleteMessages": false } }""");
        await app.SendAsync("text", "left");
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["text left", "text left"], app.Entries());
    }

    [Fact]
    public async Task Session_IsTakenInOrder_WithItsState_AcrossARestart()
    {
        await using var app = await StartAsync();
        await app.SendAsync("talk", Of("a", "1"), Of("b", "x"), Of("a", "2"), Of("b", "."), Of("b", "z"));
        await app.StartAgainAsync();
        await app.SendAsync("talk", Of("a", "3"));
        Assert.Equal(["talk a 1", "talk a 12", "talk a 123"], app.Entries("talk a"));
        Assert.Equal(["talk b x", "talk b x.", "talk b x.z"], app.Entries("talk b"));
    }

    [Fact]
    public async Task Failing_IsGivenBack_UntilItIsADeadLetter_AcrossARestart()
    {
        await using var app = await StartAsync();
        await app.SendAsync("failing", "f");
        await app.StartAgainAsync();
        Assert.Equal(Enumerable.Range(1, 10).Select(time => $"failing {time}"), app.Entries());
        Assert.Equal(1, app.Count("failing").DeadLetters);
        Assert.Equal(
            "MaxDeliveryCountExceeded", Assert.Single(app.Peek(EntityPath.DeadLetters("failing"))).DeadLetterReason);
    }

    [Fact]
    public async Task Unreadable_IsGivenBack_UntilItIsADeadLetter()
    {
        await using var app = await StartAsync();
        await app.SendAsync("ticket", "no JSON");
        Assert.Empty(app.Entries());
        Assert.Equal(1, app.Count("ticket").DeadLetters);
    }

    private static ServiceBusMessage Of(string session, string body) => new(body) { SessionId = session };

    private async Task<Rig> StartAsync(string extensions = "{}")
    {
        var journal = new Journal();
        return new Rig(journal, await HostedApp.StartAsync(storage, new HostedApp.Setup(typeof(TriggerApp))
        {
            Configure = worker => worker.Services.AddSingleton(journal),
            HostFile = $$"""{ "extensions": {{extensions}} }""",
            StartAt = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero),
        }));
    }

    /// <summary>A host of the functions, and what they said.</summary>
    private sealed class Rig(Journal journal, HostedApp app) : IAsyncDisposable
    {
        public string[] Entries(string start = "") =>
            [.. journal.Entries.Where(entry => entry.StartsWith(start, StringComparison.Ordinal))];

        public IReadOnlyList<MailboxCounts> Counts() => Bus.Counts();

        public MailboxCounts Count(string path) => Counts().Single(count => count.Path == path);

        public IReadOnlyList<ServiceBusReceivedMessage> Peek(string path) => Bus.Peek(path);

        public Task SendAsync(string queue, params string[] bodies) =>
            SendAsync(queue, [.. bodies.Select(body => new ServiceBusMessage(body))]);

        /// <summary>Sends together, and waits until nothing is at work.</summary>
        public async Task SendAsync(string queue, params ServiceBusMessage[] messages)
        {
            await using var sender = app.Host.Services.GetRequiredService<ServiceBusClient>().CreateSender(queue);
            await sender.SendMessagesAsync(messages);
            await app.Host.WhenQuiet();
        }

        public Task AdvanceAsync(TimeSpan by) => app.Host.AdvanceAsync(by);

        public Task StartAgainAsync() => app.StartAgainAsync();

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private LocalServiceBus Bus => app.Host.Services.GetRequiredService<LocalServiceBus>();
    }
}
