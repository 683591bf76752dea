using System.Reflection;
using ItsmServerless.Local.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceBus;

public sealed class BusTopologyTests
{
    /// <summary>In the form of Microsoft's emulator: its documentation has a file of this shape.</summary>
    private const string Everything = """
        {
          "UserConfig": { "Namespaces": [ {
            "Name": "n",
            "Queues": [ { "Name": "work", "Properties": {
              "DeadLetteringOnMessageExpiration": true, "DefaultMessageTimeToLive": "PT1H",
              "DuplicateDetectionHistoryTimeWindow": "PT20S", "RequiresDuplicateDetection": true,
              "LockDuration": "PT2M", "MaxDeliveryCount": 3, "RequiresSession": true } } ],
            "Topics": [ {
              "Name": "events", "Properties": { "RequiresDuplicateDetection": true },
              "Subscriptions": [
                { "Name": "all" },
                { "Name": "some", "Rules": [
                  { "Name": "urgent", "Properties": {
                      "FilterType": "Sql", "SqlFilter": { "SqlExpression": "priority < 3" } } },
                  { "Name": "ours", "Properties": {
                      "FilterType": "Correlation", "CorrelationFilter": {
                        "Label": "incident", "Properties": { "tenant": "demo", "level": 2, "open": true } } } } ] }
              ] } ] } ],
            "Logging": { "Type": "File" } }
        }
        """;

    [Fact]
    public void Parse_ReadsQueuesTopicsSubscriptionsAndRules()
    {
        var topology = BusTopology.Parse(Everything);
        var (queue, work) = Assert.Single(topology.Queues());
        Assert.Equal("work", queue);
        Assert.Equal(
            (true, TimeSpan.FromHours(1), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(2), 3, true),
            (work.DeadLettersExpired, work.DefaultTimeToLive, work.DuplicateWindow, work.LockDuration,
                work.MaxDeliveryCount, work.RequiresSession));
        Assert.Equal(("events", TimeSpan.FromMinutes(10)), WindowOf(Assert.Single(topology.Topics())));
        Assert.Equal(["all", "some"], topology.Subscriptions().Select(one => one.Subscription));
        Assert.Equal(
            ["urgent: priority < 3", "ours: Subject = incident and tenant = demo and level = 2 and open = True"],
            topology.Subscriptions().Last().Options.Rules.Select(rule => $"{rule.Name}: {rule.Description}"));
    }

    [Fact]
    public void Parse_OfAnEmptyList_DeclaresNothing() =>
        Assert.Empty(BusTopology.Parse("""{ "UserConfig": { "Namespaces": [] } }""").Queues());

    [Theory]
    [InlineData("\"priority < 3\"", "\"priority <\"", "events/Subscriptions/some: rule urgent: At position 11: ")]
    [InlineData("\"FilterType\": \"Sql\"", "\"FilterType\": \"sql\"", "rule urgent: FilterType is Sql or Correlation")]
    [InlineData("\"PT1H\"", "\"1 hour\"", "work: ")]
    [InlineData("\"level\": 2", "\"level\": [2]", "rule ours: level is no text, number, or truth value")]
    [InlineData("\"RequiresSession\"", "\"ForwardTo\"", "ForwardTo")]
    [InlineData("\"Name\": \"all\"", "\"Nam\": \"all\"", "Nam")]
    public void Parse_OfWhatIsWrong_SaysWhereAndWhy(string right, string wrong, string where)
    {
        var refused = Assert.Throws<FormatException>(() => BusTopology.Parse(Everything.Replace(right, wrong)));
        Assert.StartsWith("servicebus.json", refused.Message);
        Assert.Contains(where, refused.Message);
    }

    [Fact]
    public void List_OfTheProduct_HasExactlyWhatFunctionsHear()
    {
        var heard = from type in typeof(ItsmApp).Assembly.GetTypes()
                    from method in type.GetMethods()
                    from parameter in method.GetParameters()
                    let trigger = parameter.GetCustomAttribute<ServiceBusTriggerAttribute>()
                    where trigger is not null
                    select trigger.QueueName ?? $"{trigger.TopicName}/{trigger.SubscriptionName}";
        var listed = BusTopology.Load().Subscriptions().Select(one => $"{one.Topic}/{one.Subscription}")
            .Concat(BusTopology.Load().Queues().Select(one => one.Queue));
        Assert.Equal(heard.Order(), listed.Order());
    }

    private static (string Topic, TimeSpan? Window) WindowOf((string Topic, EntityOptions Options) topic) =>
        (topic.Topic, topic.Options.DuplicateWindow);
}
