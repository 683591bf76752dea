namespace ItsmServerless.Local.ServiceBus;

/// <summary>The messages of a mailbox that wait for a receiver, oldest first; each session has its own line.</summary>
/// <remarks>Not safe for several threads: its mailbox locks.</remarks>
internal sealed class ReadyMessages(bool bySession)
{
    private readonly Dictionary<string, SortedDictionary<long, BusMessage>> _lines = new(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<BusMessage> All => _lines.Values.SelectMany(line => line.Values);

    /// <summary>The sessions that have messages, in no order.</summary>
    public IEnumerable<string> Sessions => _lines.Keys;

    /// <summary>Of the free sessions the one with the oldest message, if there is any.</summary>
    public string? OldestSession(Func<string, bool> isFree) =>
        _lines.Keys.Where(isFree).MinBy(session => _lines[session].First().Key);

    /// <summary>Adds one, or puts it where it was; <see langword="false"/> when it is there.</summary>
    public bool Put(BusMessage message)
    {
        var name = LineOf(message);
        if (!_lines.TryGetValue(name, out var line))
            _lines[name] = line = [];
        if (!line.TryAdd(message.Sequence, message))
            return false;
        Count++;
        return true;
    }

    /// <summary>Takes the oldest, of a session where there are sessions.</summary>
    public BusMessage? TakeOldest(string? session = null)
    {
        if (!_lines.TryGetValue(session ?? string.Empty, out var line))
            return null;
        var oldest = line.First().Value;
        Remove(oldest);
        return oldest;
    }

    /// <summary>Takes a certain one out; <see langword="false"/> when it is not there.</summary>
    public bool Remove(BusMessage message)
    {
        var name = LineOf(message);
        if (!_lines.TryGetValue(name, out var line) || !line.Remove(message.Sequence))
            return false;
        Count--;
        if (line.Count == 0)
            _lines.Remove(name);
        return true;
    }

    /// <summary>The one with a number, if it is there.</summary>
    public BusMessage? Find(long sequence)
    {
        foreach (var line in _lines.Values)
        {
            if (line.TryGetValue(sequence, out var found))
                return found;
        }
        return null;
    }

    private string LineOf(BusMessage message) =>
        bySession ? message.Content.SessionId ?? string.Empty : string.Empty;
}
