using System.Text.Json;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>What there is on a bus: queues, topics, their subscriptions and rules, declared in one list.</summary>
/// <remarks>
/// <c>infra/servicebus.json</c> in the form that Microsoft's emulator of Service Bus reads, so the same list serves
/// both, and can be compared with what is deployed.
/// https://learn.microsoft.com/azure/service-bus-messaging/test-locally-with-service-bus-emulator
/// </remarks>
public sealed class BusTopology
{
    private readonly TopologyFile _file;

    private BusTopology(TopologyFile file) => _file = file;

    /// <summary>Nothing beside what functions hear.</summary>
    public static BusTopology Empty { get; } = new(new TopologyFile(UserConfig: null));

    /// <summary>Reads the list that lies beside the host.</summary>
    /// <exception cref="StartFailedException">It cannot be read; the message says where and why.</exception>
    public static BusTopology Load()
    {
        try
        {
            return Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "servicebus.json")));
        }
        catch (Exception broken) when (broken is IOException or FormatException)
        {
            throw new StartFailedException(broken.Message, broken);
        }
    }

    /// <summary>Reads a list; what the local bus does not know is refused by name.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says where and why.</exception>
    public static BusTopology Parse(string json)
    {
        try
        {
            var topology = new BusTopology(JsonSerializer.Deserialize(json, TopologyFile.Reader)!);
            _ = topology.Queues().Count() + topology.Subscriptions().Count();
            return topology;
        }
        catch (JsonException broken)
        {
            throw new FormatException($"servicebus.json: {broken.Message}", broken);
        }
    }

    /// <summary>The queues, by name.</summary>
    public IEnumerable<(string Queue, EntityOptions Options)> Queues() =>
        from queue in All(space => space.Queues)
        select (queue.Name, queue.Options(queue.Name, rules: null));

    /// <summary>The topics, by name.</summary>
    public IEnumerable<(string Topic, EntityOptions Options)> Topics() =>
        from topic in All(space => space.Topics)
        select (topic.Name, topic.Options(topic.Name, rules: null));

    /// <summary>The subscriptions of all topics, with their rules.</summary>
    public IEnumerable<(string Topic, string Subscription, EntityOptions Options)> Subscriptions() =>
        from topic in All(space => space.Topics)
        from subscription in topic.Subscriptions ?? []
        let path = EntityPath.Subscription(topic.Name, subscription.Name)
        select (topic.Name, subscription.Name, subscription.Options(path, subscription.Rules));

    /// <summary>Declares it all.</summary>
    public void DeclareOn(LocalServiceBus bus)
    {
        foreach (var (queue, options) in Queues())
            bus.DeclareQueue(queue, options);
        foreach (var (topic, options) in Topics())
            bus.DeclareTopic(topic, options);
        foreach (var (topic, subscription, options) in Subscriptions())
            bus.DeclareSubscription(topic, subscription, options);
    }

    private IEnumerable<TopologyEntity> All(Func<TopologySpace, IReadOnlyList<TopologyEntity>?> of) =>
        (_file.UserConfig?.Namespaces ?? []).SelectMany(space => of(space) ?? []);
}
