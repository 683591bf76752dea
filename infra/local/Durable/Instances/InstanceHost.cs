using System.Collections.Concurrent;
using ItsmServerless.Local.Durable.History;
using ItsmServerless.Local.Durable.Storage;

namespace ItsmServerless.Local.Durable.Instances;

/// <summary>All instances that are not over, by their ids.</summary>
internal sealed class InstanceHost : IDisposable
{
    private const int Stripes = 64;

    private readonly ConcurrentDictionary<string, InstanceActor> _actors = new(StringComparer.Ordinal);
    private readonly Slots[] _starts = [.. Enumerable.Range(0, Stripes).Select(_ => new Slots(1))];

    public InstanceHost(EngineParts parts)
    {
        Parts = parts;
        Timers = new(parts.Clock);
        Activities = new(parts);
        TurnSlots = new(parts.Options.TurnsAtOnce);
    }

    public EngineParts Parts { get; }

    public TimerQueue Timers { get; }

    public ActivityRunner Activities { get; }

    public Slots TurnSlots { get; }

    /// <summary>
    /// Takes up what an earlier process left. One instance that cannot be read does not keep the others.
    /// </summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var keys = await Parts.Active.AllAsync(cancellationToken).ToListAsync(cancellationToken);
        await Parallel.ForEachAsync(keys, cancellationToken, async (key, stop) => await LoadAsync(key, stop));
        EngineLog.Loaded(Parts.Log, _actors.Count);
        foreach (var actor in _actors.Values)
            actor.Wake();
    }

    /// <summary>Lets an instance take a message; one that does not exist or is over loses it.</summary>
    public Task PostAsync(string instanceId, Message message, CancellationToken cancellationToken) =>
        _actors.TryGetValue(instanceId, out var actor)
            ? actor.PostAsync(message, cancellationToken)
            : Task.CompletedTask;

    /// <summary>
    /// Starts an instance, unless there is one of its id that <paramref name="replaces"/> says no to.
    /// </summary>
    /// <returns>Whether it was started; the instance that is there if not.</returns>
    public async Task<InstanceState?> StartAsync(
        InstanceState state, Func<InstanceState, bool> replaces, CancellationToken cancellationToken)
    {
        using var mine = await StripeOf(state.Id).TakeAsync(cancellationToken);
        await Parts.Active.AddAsync(InstanceRows.Key(state.Id), cancellationToken);
        var created = await Parts.Store.TryCreateAsync(state, cancellationToken);
        if (created is null)
        {
            var existing = await Parts.Store.ReadAsync(state.Id, cancellationToken);
            if (existing is not null && !replaces(existing.State))
                return await FoundAsync(existing.State, cancellationToken);
            created = await ReplaceAsync(existing, state, cancellationToken);
        }

        Adopt(new(this, created, []));
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

    /// <summary>Removes an instance that is over, with its history; false when it is not over, or not there.</summary>
    public async Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken)
    {
        using var mine = await StripeOf(instanceId).TakeAsync(cancellationToken);
        if (await Parts.Store.ReadHeadAsync(instanceId, cancellationToken) is not { State.HasEnded: true })
            return false;
        await ToldAsync(instanceId, cancellationToken);
        await Parts.Store.PurgeAsync(instanceId, cancellationToken);
        return true;
    }

    /// <summary>Whether an instance is there and over.</summary>
    public async Task<bool> HasEndedAsync(string instanceId, CancellationToken cancellationToken) =>
        await Parts.Store.ReadHeadAsync(instanceId, cancellationToken) is { State.HasEnded: true };

    /// <summary>Forgets an instance that is over.</summary>
    public async Task ForgetAsync(InstanceActor actor)
    {
        await Parts.Active.RemoveAsync(InstanceRows.Key(actor.State.Id), Parts.Stopping);
        _actors.TryRemove(new(actor.State.Id, actor));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Timers.Dispose();
        Activities.Dispose();
        TurnSlots.Dispose();
        foreach (var stripe in _starts)
            stripe.Dispose();
    }

    private async Task LoadAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var loaded = await Persistent.DoAsync(Parts, key, () => Parts.Store.LoadAsync(key, cancellationToken));
            if (loaded is { } found)
                _actors.TryAdd(found.Instance.State.Id, new(this, found.Instance, found.Inbox));
            else
                await Parts.Active.RemoveAsync(key, cancellationToken);
        }
        catch (Exception unreadable) when (!cancellationToken.IsCancellationRequested)
        {
            EngineLog.Parked(Parts.Log, unreadable, key);
        }
    }

    // An earlier start may have stored it and not learnt that it had.
    private async Task<InstanceState> FoundAsync(InstanceState existing, CancellationToken cancellationToken)
    {
        var isLost = !existing.HasEnded && !_actors.ContainsKey(existing.Id);
        if (isLost && await Parts.Store.LoadAsync(InstanceRows.Key(existing.Id), cancellationToken) is { } found)
            Adopt(new(this, found.Instance, found.Inbox));
        return existing;
    }

    // In one transaction, so that a process that dies leaves either of the two whole.
    private async Task<StoredInstance> ReplaceAsync(
        StoredInstance? before, InstanceState state, CancellationToken cancellationToken)
    {
        if (before is not null)
            await ToldAsync(state.Id, cancellationToken);
        await Parts.Active.AddAsync(InstanceRows.Key(state.Id), cancellationToken);
        return await CreateAsync(before, state, cancellationToken)
            ?? throw new InvalidOperationException($"The instance '{state.Id}' appeared while it was replaced.");
    }

    private async Task<StoredInstance?> CreateAsync(
        StoredInstance? before, InstanceState state, CancellationToken cancellationToken)
    {
        if (before is null)
            return await Parts.Store.TryCreateAsync(state, cancellationToken);
        await Parts.Store.RemoveInboxAsync(state.Id, cancellationToken);
        var next = state with { Execution = before.State.Execution + 1 };
        var created = await Parts.Store.CommitAsync(before, next, turn: null, [], cancellationToken);
        await Parts.Store.RemoveOldTurnsAsync(before.State, cancellationToken);
        return created;
    }

    private Task ToldAsync(string instanceId, CancellationToken cancellationToken) =>
        _actors.TryGetValue(instanceId, out var finishing)
            ? finishing.Over.WaitAsync(cancellationToken)
            : Task.CompletedTask;

    private void Adopt(InstanceActor actor)
    {
        _actors[actor.State.Id] = actor;
        actor.Wake();
    }

    private Slots StripeOf(string instanceId) =>
        _starts[(StringComparer.Ordinal.GetHashCode(instanceId) & int.MaxValue) % Stripes];
}
