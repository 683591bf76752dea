using System.Collections.Concurrent;
using ItsmServerless.Local.Durable.Storage;

namespace ItsmServerless.Local.Durable.Instances;

/// <summary>The instances that are awake, by their ids.</summary>
/// <remarks>
/// One that is neither here nor over sleeps: it has nothing to do before its time or a message, its inbox is empty
/// unless it keeps it, and the index says so. What puts it here or takes it away holds its stripe.
/// </remarks>
internal sealed partial class InstanceHost : IDisposable
{
    private const int Stripes = 64;

    private readonly ConcurrentDictionary<string, InstanceActor> _actors = new(StringComparer.Ordinal);
    private readonly Slots _wakings;
    private readonly Slots[] _stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new Slots(1))];

    public InstanceHost(EngineParts parts)
    {
        Parts = parts;
        Timers = new(parts.Clock);
        Activities = new(parts);
        TurnSlots = new(parts.Options.TurnsAtOnce);
        _wakings = new(parts.Options.TurnsAtOnce);
        Rests = new(parts.Options.RestingInMemory, actor => parts.Background.Begin(() => SleepAsync(actor)));
    }

    public EngineParts Parts { get; }

    public TimerQueue Timers { get; }

    public ActivityRunner Activities { get; }

    public Slots TurnSlots { get; }

    public RestingInstances Rests { get; }

    /// <summary>How many are awake.</summary>
    public int Count => _actors.Count;

    /// <summary>Those that cannot go on.</summary>
    public IReadOnlyList<ParkedInstance> Parked =>
        [.. _actors.Values.Select(actor => actor.Parked).OfType<ParkedInstance>().OrderBy(parked => parked.InstanceId)];

    /// <summary>Lets an instance take a message; one that does not exist or is over loses it.</summary>
    public async Task PostAsync(string instanceId, Message message, CancellationToken cancellationToken)
    {
        if (await HoldAsync(instanceId, cancellationToken) is not { } actor)
            return;
        try
        {
            await actor.PostAsync(message, cancellationToken);
        }
        finally
        {
            actor.LetGo();
        }
    }

    /// <summary>Removes an instance that is over, with its history; false when it is not over, or not there.</summary>
    public async Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken)
    {
        using var mine = await TakeStripeAsync(instanceId, cancellationToken);
        if (!await HasEndedAsync(instanceId, cancellationToken))
            return false;
        await Parts.Store.PurgeAsync(instanceId, cancellationToken);
        await Parts.Active.RemoveAsync(InstanceRows.Key(instanceId), cancellationToken);
        return true;
    }

    /// <summary>Whether an instance is there and over.</summary>
    public async Task<bool> HasEndedAsync(string instanceId, CancellationToken cancellationToken) =>
        await Parts.Store.ReadHeadAsync(instanceId, cancellationToken) is { State.HasEnded: true };

    /// <summary>Forgets an instance that is over.</summary>
    public async Task ForgetAsync(InstanceActor actor)
    {
        await Parts.Active.RemoveAsync(InstanceRows.Key(actor.State.Id), Parts.Stopping);
        Rests.Remove(actor);
        _actors.TryRemove(new(actor.State.Id, actor));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Timers.Dispose();
        Activities.Dispose();
        TurnSlots.Dispose();
        _wakings.Dispose();
        foreach (var stripe in _stripes)
            stripe.Dispose();
    }

    // What finishes is waited for outside of the stripe: it may wake its parent, whose stripe may be the same.
    private async Task<IDisposable> TakeStripeAsync(string instanceId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var mine = await StripeOf(instanceId).TakeAsync(cancellationToken);
            if (!_actors.TryGetValue(instanceId, out var there) || !there.State.HasEnded || there.Over.IsCompleted)
                return mine;
            mine.Dispose();
            await there.Over.WaitAsync(cancellationToken);
        }
    }

    private Slots StripeOf(string instanceId) =>
        _stripes[(StringComparer.Ordinal.GetHashCode(instanceId) & int.MaxValue) % Stripes];
}
