using ItsmServerless.Kernel.EventLog;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Kernel.Workflows;

/// <summary>Hears published events and starts or signals workflows. May be called more than once for the same
/// event.</summary>
public interface IEventConsumer
{
    /// <summary>Whether the consumer does anything with events of this type.</summary>
    bool Hears(string eventType);

    /// <summary>Starts or signals. Must be safe to repeat.</summary>
    Task On(PublishedEvent published, DurableTaskClient client, CancellationToken cancel);
}
