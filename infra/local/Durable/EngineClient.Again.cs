using ItsmServerless.Local.Durable.Instances;

namespace ItsmServerless.Local.Durable;

internal sealed partial class EngineClient
{
    /// <inheritdoc/>
    /// <remarks>
    /// The same orchestrator, version, tags and input: after a continue-as-new, that of its last run. It has no parent,
    /// even if it had one. Under the same id it takes the place of the instance, history and all.
    /// </remarks>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="InvalidOperationException">It is not over, and the id is to be the same.</exception>
    public override async Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await RunningAsync(cancellation);
        var before = await _parts.Store.ReadAsync(instanceId, cancellation) ?? throw NotFound(instanceId);
        var again = Again(before.State, restartWithNewInstanceId ? NewId() : instanceId);
        if (await host.StartAsync(again, there => there.HasEnded, cancellation) is not null)
        {
            throw new InvalidOperationException(
                $"An orchestration with the instanceId {instanceId} cannot be restarted: it is not over.");
        }

        return again.Id;
    }

    private InstanceState Again(InstanceState before, string id)
    {
        var now = _parts.Clock.GetUtcNow();
        return new()
        {
            Id = id,
            Name = before.Name,
            Version = before.Version,
            Execution = InstanceState.DrawExecution(),
            Input = before.Input,
            Tags = before.Tags,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    private static ArgumentException NotFound(string instanceId) =>
        new($"An orchestration with the instanceId {instanceId} was not found.", nameof(instanceId));
}
