using ItsmServerless.Local.Durable.History;

namespace ItsmServerless.Local.Durable.Instances;

/// <summary>What waits for one instance, in the order it was stored.</summary>
internal sealed class Mailbox
{
    /// <summary>
    /// The most messages of one turn: with the instance and its history they fit the 100 of a transaction.
    /// </summary>
    /// <remarks>learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions</remarks>
    public const int LongestBatch = 90;

    private readonly Lock _lock = new();
    private List<Message> _waiting = [];
    private long _ordinal;

    /// <summary>The row of the next message to be stored.</summary>
    public string NextRowKey() => RowKey(Interlocked.Increment(ref _ordinal));

    /// <summary>Adds a message that is stored, or need not be; one that is known already is ignored.</summary>
    public void Add(Message message)
    {
        lock (_lock)
        {
            if (message.RowKey is null || !_waiting.Exists(waiting => waiting.RowKey == message.RowKey))
                _waiting.Add(message);
        }
    }

    /// <summary>Gives out no row up to this one, whatever is in it.</summary>
    public void SkipTo(string? rowKey)
    {
        lock (_lock)
            _ordinal = rowKey is null ? _ordinal : Math.Max(_ordinal, Ordinal(rowKey));
    }

    /// <summary>Takes in what is stored, beside what is known already, in order.</summary>
    public void Restore(IReadOnlyList<Message> stored)
    {
        lock (_lock)
        {
            var known = _waiting.Where(message => message.RowKey is not null);
            var all = stored.UnionBy(known, message => message.RowKey);
            _waiting = [.. all.OrderBy(message => message.RowKey, StringComparer.Ordinal)];
            var last = _waiting.Count == 0 ? 0 : Ordinal(_waiting[^1].RowKey!);
            _ordinal = Math.Max(_ordinal, last);
        }
    }

    /// <summary>Whether a turn could be made of what waits.</summary>
    public bool HasWork(bool isSuspended)
    {
        lock (_lock)
            return isSuspended ? _waiting.Exists(IsControl) : _waiting.Count > 0;
    }

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
                return _waiting.Count == 0;
        }
    }

    /// <summary>Whether it is to be ended from outside.</summary>
    public bool HasTermination
    {
        get
        {
            lock (_lock)
                return _waiting.Exists(message => message.Event is Terminated);
        }
    }

    /// <summary>Whether something waits that acts on the instance itself.</summary>
    public bool HasControl
    {
        get
        {
            lock (_lock)
                return _waiting.Exists(IsControl);
        }
    }

    /// <summary>Takes the messages of one turn: those that act on the instance itself go first and alone.</summary>
    public IReadOnlyList<Message> Take(bool isSuspended)
    {
        lock (_lock)
        {
            var control = _waiting.Where(IsControl).Take(LongestBatch).ToArray();
            var batch = control.Length > 0 || isSuspended ? control : [.. _waiting.Take(LongestBatch)];
            _waiting = [.. _waiting.Except(batch, ReferenceEqualityComparer.Instance).Cast<Message>()];
            return batch;
        }
    }

    private static bool IsControl(Message message) => message.Event is ControlEvent;

    private static string RowKey(long ordinal) => $"i|{ordinal:D12}";

    private static long Ordinal(string rowKey) => long.Parse(rowKey.AsSpan(2));
}
