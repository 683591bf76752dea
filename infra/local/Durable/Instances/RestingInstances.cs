namespace ItsmServerless.Local.Durable.Instances;

/// <summary>Instances with nothing to do that are kept in memory, so many at most: who rests longest sleeps.</summary>
/// <param name="most">How many are kept.</param>
/// <param name="sleep">Begins to put one to sleep; it may have got something to do by then.</param>
internal sealed class RestingInstances(int most, Action<InstanceActor> sleep)
{
    // Of characters: what is long is read again when it is needed.
    private const long Heaviest = 50_000;

    private readonly Lock _lock = new();
    private readonly LinkedList<InstanceActor> _order = [];
    private readonly Dictionary<InstanceActor, LinkedListNode<InstanceActor>> _nodes = [];

    /// <summary>Takes an instance in, as the one that rests shortest.</summary>
    public void Add(InstanceActor actor, long weight)
    {
        var sleeper = actor;
        lock (_lock)
        {
            Forget(actor);
            if (weight <= Heaviest)
            {
                _nodes.Add(actor, _order.AddLast(actor));
                sleeper = _order.Count > most ? _order.First!.Value : null;
            }

            if (sleeper is not null)
                Forget(sleeper);
        }

        if (sleeper is not null)
            sleep(sleeper);
    }

    /// <summary>Lets go of an instance that is over.</summary>
    public void Remove(InstanceActor actor)
    {
        lock (_lock)
            Forget(actor);
    }

    private void Forget(InstanceActor actor)
    {
        if (_nodes.Remove(actor, out var node))
            _order.Remove(node);
    }
}
