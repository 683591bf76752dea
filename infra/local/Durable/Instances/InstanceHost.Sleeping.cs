using ItsmServerless.Local.Durable.Storage;

namespace ItsmServerless.Local.Durable.Instances;

internal sealed partial class InstanceHost
{
    private const int LoadedAtOnce = 16;

    /// <summary>
    /// Takes up what an earlier process left, and reads only those that have something to do. One that cannot be read
    /// does not keep the others.
    /// </summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var now = Parts.Clock.GetUtcNow();
        var entries = await Parts.Active.AllAsync(cancellationToken).ToListAsync(cancellationToken);
        var awake = entries.Where(entry => !entry.SleepsAt(now)).ToArray();
        IReadOnlySet<string> withInbox = awake.Length == 0
            ? new HashSet<string>()
            : await Parts.Store.KeysWithInboxAsync(cancellationToken);
        var limit = new ParallelOptions { MaxDegreeOfParallelism = LoadedAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(awake, limit, async (entry, stop) => await TakeUpAsync(entry, withInbox, stop));
        EngineLog.Loaded(Parts.Log, awake.Length, entries.Count - awake.Length);
        foreach (var entry in entries.Where(entry => entry.SleepsAt(now)))
            WakeAt(entry.InstanceId!, entry.Due);
        foreach (var actor in _actors.Values)
            actor.Wake();
    }

    // Held, so that it does not fall asleep before it is given what it was woken for.
    private async Task<InstanceActor?> HoldAsync(string instanceId, CancellationToken cancellationToken)
    {
        if (_actors.TryGetValue(instanceId, out var actor) && actor.TryHold())
            return actor;
        using var mine = await StripeOf(instanceId).TakeAsync(cancellationToken);
        if (!_actors.TryGetValue(instanceId, out actor))
            actor = await WakeAsync(instanceId, cancellationToken);
        return actor is not null && actor.TryHold() ? actor : null;
    }

    private Task<InstanceActor?> WakeAsync(string instanceId, CancellationToken cancellationToken) =>
        WakeAsync(
            new Found(InstanceRows.Key(instanceId), HasInbox: false, IsMarked: false, EvenIfOver: false), cancellationToken);

    private async Task<InstanceActor?> WakeAsync(Found found, CancellationToken cancellationToken)
    {
        if (await ReadActorAsync(found, cancellationToken) is not { } actor)
            return null;
        Timers.Set(actor.State.Id, []);
        Adopt(actor);
        return actor;
    }

    private async Task SleepAsync(InstanceActor actor)
    {
        var id = actor.State.Id;
        using var mine = await StripeOf(id).TakeAsync(Parts.Stopping);
        if (!actor.TryFallAsleep(out var due))
            return;
        await Persistent.DoAsync(Parts, id, () => Parts.Active.SleepAsync(id, due, Parts.Stopping));
        _actors.TryRemove(new(id, actor));
        WakeAt(id, due);
    }

    private void WakeAt(string instanceId, DateTimeOffset? due) =>
        Timers.Set(instanceId, due is { } time ? [(time, () => WakeInTime(instanceId))] : []);

    // Whatever it does then it finds by itself. As many at once as take a turn, and each goes as far as it gets: were
    // all that fall due read before any goes on, the first would be as late as the last.
    private void WakeInTime(string instanceId) => Parts.Background.Begin(async () =>
    {
        using var mine = await _wakings.TakeAsync(Parts.Stopping);
        await Persistent.DoAsync(Parts, instanceId, () => WakeAndSettleAsync(instanceId));
    });

    private async Task WakeAndSettleAsync(string instanceId)
    {
        if (await HoldAsync(instanceId, Parts.Stopping) is not { } actor)
            return;
        var settled = actor.WhenSettled();
        actor.LetGo();
        await settled.WaitAsync(Parts.Stopping);
    }

    private async Task TakeUpAsync(
        ActiveEntry entry, IReadOnlySet<string> withInbox, CancellationToken cancellationToken)
    {
        var found = new Found(entry.Key, withInbox.Contains(entry.Key), IsMarked: !entry.Sleeps, EvenIfOver: true);
        var actor = await Persistent.DoAsync(
            Parts, entry.Key, () => ReadActorAsync(found, cancellationToken), cancellationToken);
        if (actor is not null)
            _actors[actor.State.Id] = actor;
        else
            await Persistent.DoAsync(
                Parts, entry.Key, () => Parts.Active.RemoveAsync(entry.Key, cancellationToken), cancellationToken);
    }

    private async Task<InstanceActor?> ReadActorAsync(Found found, CancellationToken cancellationToken)
    {
        try
        {
            var loaded = await Parts.Store.LoadAsync(found.Key, found.HasInbox, found.EvenIfOver, cancellationToken);
            return loaded is var (instance, inbox) ? new(this, instance, inbox, found.IsMarked) : null;
        }
        catch (InvalidDataException unreadable)
        {
            var damaged = await Parts.Store.LoadDamagedAsync(found.Key, cancellationToken);
            return damaged is null ? null : new(this, damaged, found.IsMarked, unreadable);
        }
    }

    /// <summary>An instance to be loaded.</summary>
    /// <param name="Key">Its key.</param>
    /// <param name="HasInbox">Whether messages wait for it.</param>
    /// <param name="IsMarked">Whether the index says that it may have work.</param>
    /// <param name="EvenIfOver">Whether it is loaded to finish what comes after its end.</param>
    private sealed record Found(string Key, bool HasInbox, bool IsMarked, bool EvenIfOver);
}
