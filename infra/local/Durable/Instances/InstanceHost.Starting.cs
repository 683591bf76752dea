using ItsmServerless.Local.Durable.History;
using ItsmServerless.Local.Durable.Storage;

namespace ItsmServerless.Local.Durable.Instances;

internal sealed partial class InstanceHost
{
    /// <summary>
    /// Starts an instance, unless there is one of its id that <paramref name="replaces"/> says no to.
    /// </summary>
    /// <returns><see langword="null"/> when it was started; the instance that is there if not.</returns>
    public async Task<InstanceState?> StartAsync(
        InstanceState state, Func<InstanceState, bool> replaces, CancellationToken cancellationToken)
    {
        if (_actors.TryGetValue(state.Id, out var there) && !replaces(there.State))
            return there.State;
        using var mine = await TakeStripeAsync(state.Id, cancellationToken);
        if (_actors.TryGetValue(state.Id, out there) && !replaces(there.State))
            return there.State;
        await Parts.Active.AddAsync(state.Id, cancellationToken);
        var created = await Parts.Store.TryCreateAsync(state, cancellationToken);
        if (created is null)
        {
            var before = await ReadAsync(state.Id, cancellationToken);
            if (before is not null && !replaces(before.State))
                return await LeaveAsync(before.State, cancellationToken);
            created = await ReplaceAsync(before, state, cancellationToken);
        }

        Adopt(new(this, created, [], isMarked: true));
        return null;
    }

    /// <summary>
    /// Starts a sub-orchestration, once however often it is asked; false when its id is that of another that runs.
    /// </summary>
    public async Task<bool> StartChildAsync(InstanceState parent, int execution, SubOrchestrationScheduled step)
    {
        var link = new ParentLink(parent.Name, parent.Id, execution, step.Id);
        var now = Parts.Clock.GetUtcNow();
        var child = new InstanceState
        {
            Id = step.InstanceId,
            Name = step.Name,
            Version = step.Version,
            Input = step.Input,
            Execution = InstanceState.DrawExecution(),
            Parent = link,
            CreatedAt = now,
            UpdatedAt = now,
            Tags = step.Tags?.ToDictionary() ?? [],
        };
        var existing = await StartAsync(child, there => there.HasEnded && there.Parent != link, Parts.Stopping);
        return existing is null || existing.Parent == link;
    }

    private async Task<StoredInstance?> ReadAsync(string instanceId, CancellationToken cancellationToken)
    {
        try
        {
            return await Parts.Store.ReadAsync(instanceId, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return await Parts.Store.ReadHeadAsync(instanceId, cancellationToken);
        }
    }

    // It sleeps, or an earlier start stored it and did not learn that it had; the index says now that it may have work.
    private async Task<InstanceState> LeaveAsync(InstanceState existing, CancellationToken cancellationToken)
    {
        if (existing.HasEnded)
            await Parts.Active.RemoveAsync(InstanceRows.Key(existing.Id), cancellationToken);
        else
            await WakeAsync(new Found(InstanceRows.Key(existing.Id), true, IsMarked: true, EvenIfOver: false), cancellationToken);
        return existing;
    }

    // In one transaction, so that a process that dies leaves either of the two whole.
    private async Task<StoredInstance> ReplaceAsync(
        StoredInstance? before, InstanceState state, CancellationToken cancellationToken)
    {
        if (before is { IsHead: true })
        {
            await Parts.Store.PurgeAsync(state.Id, cancellationToken);
            before = null;
        }

        if (before is null)
        {
            return await Parts.Store.TryCreateAsync(state, cancellationToken)
                ?? throw new InvalidOperationException($"The instance '{state.Id}' appeared while it was replaced.");
        }

        await Parts.Store.RemoveInboxAsync(state.Id, cancellationToken);
        var next = state with { Execution = before.State.Execution + 1 };
        var created = await Parts.Store.CommitAsync(before, next, turn: null, [], cancellationToken);
        await Parts.Store.RemoveOldTurnsAsync(before.State, cancellationToken);
        return created;
    }

    private void Adopt(InstanceActor actor)
    {
        _actors[actor.State.Id] = actor;
        actor.Wake();
    }
}
