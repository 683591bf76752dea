using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.ServiceBus;
using ItsmServerless.Local.ServiceBus.Rules;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

public sealed class RuleTests(StorageFixture storage)
{
    [Fact]
    public async Task Subscription_GetsWhatAnyOfItsRulesMatches_Once_AcrossARestart()
    {
        await using var bus = await TestBus.StartAsync(storage, declare: Declare);
        await bus.Sender("tickets").SendMessagesAsync(
            [Ticket("1", "p1", 1), Ticket("2", "p3", 3), Ticket("3", "p1", 2), new("4")]);
        await using var next = await bus.KillAndStartAsync();
        await next.Sender("tickets").SendMessagesAsync([Ticket("5", "p1", 1), Ticket("6", "p2", 2)]);
        Assert.Equal(["1", "3", "5", "6"], await next.BodiesAsync(EntityPath.Subscription("tickets", "urgent")));
        Assert.Equal(["2"], await next.BodiesAsync(EntityPath.Subscription("tickets", "third")));
        Assert.Equal(["1", "2", "3", "4", "5", "6"], await next.BodiesAsync(EntityPath.Subscription("tickets", "all")));
    }

    [Fact]
    public async Task WhatNobodyTakes_IsGone_ButItsIdIsRemembered()
    {
        var remembers = new EntityOptions { DuplicateWindow = TimeSpan.FromHours(1) };
        await using var bus = await TestBus.StartAsync(storage, declare: bus =>
        {
            bus.DeclareTopic("tickets", remembers);
            bus.DeclareSubscription("tickets", "urgent", Taking(SubscriptionRule.Sql("only", "urgent = TRUE")));
        });
        await bus.Sender("tickets").SendMessageAsync(new("quiet") { MessageId = "1" });
        await using var next = await bus.KillAndStartAsync();
        await next.Sender("tickets").SendMessageAsync(
            new("loud") { MessageId = "1", ApplicationProperties = { ["urgent"] = true } });
        Assert.Empty(await next.BodiesAsync(EntityPath.Subscription("tickets", "urgent")));
    }

    private static void Declare(LocalServiceBus bus)
    {
        bus.DeclareSubscription("tickets", "all");
        bus.DeclareSubscription("tickets", "urgent", Taking(
            SubscriptionRule.Sql("high", "priority <= 2"),
            SubscriptionRule.Correlation("label", new CorrelationFilter { Subject = "p1" })));
        bus.DeclareSubscription("tickets", "third", Taking(
            SubscriptionRule.Correlation("both", new CorrelationFilter
            {
                Subject = "p3",
                Properties = new Dictionary<string, object> { ["priority"] = 3 },
            })));
    }

    private static EntityOptions Taking(params SubscriptionRule[] rules) => new() { Rules = rules };

    private static ServiceBusMessage Ticket(string body, string label, int priority) =>
        new(body) { Subject = label, ApplicationProperties = { ["priority"] = priority } };
}
