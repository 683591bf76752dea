using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>A queue, or a topic with its subscriptions: what is sent to.</summary>
internal sealed class BusEntity(
    string name, EntityOptions options, BusStore store, SequenceNumbers numbers, TimeProvider time) : IDisposable
{
    private readonly DuplicateWindow? _duplicates =
        options.DuplicateWindow is { } window ? new DuplicateWindow(window, store, time) : null;
    private List<Mailbox> _mailboxes = [];

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>The queue itself, or each subscription, in the order they were declared.</summary>
    public IReadOnlyList<Mailbox> Mailboxes => Volatile.Read(ref _mailboxes);

    /// <summary>The mailbox of a path, made when it is new.</summary>
    public Mailbox Declare(string path)
    {
        if (_mailboxes.Find(mailbox => mailbox.Path.Equals(path, StringComparison.OrdinalIgnoreCase)) is { } known)
            return known;
        var deadLetters = options with { MaxDeliveryCount = int.MaxValue };
        var added = new Mailbox(path, options, store, time)
        {
            DeadLetters = new Mailbox(EntityPath.DeadLetters(path), deadLetters, store, time),
        };
        Volatile.Write(ref _mailboxes, [.. _mailboxes, added]);
        return added;
    }

    /// <summary>Stores the messages for every mailbox in one transaction, then lets them appear.</summary>
    /// <returns>Their numbers, in order; that of a dropped duplicate names nothing.</returns>
    /// <exception cref="ServiceBusException">They are too large, or too many for one transaction.</exception>
    public async Task<IReadOnlyList<long>> SendAsync(
        IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        var contents = messages.Select(message => (Content: MessageContent.Of(message), At: TimeOf(message))).ToList();
        CheckSize(contents.Sum(one => (long)MessageCodec.Encode(one.Content).Length));
        var first = await numbers.TakeAsync(contents.Count, cancellationToken);
        var partition = $"{Name.Replace('/', '|')}|{first:D19}";
        var copies = contents.SelectMany((one, index) => Mailboxes.Select(
            mailbox => (mailbox, Copy(one.Content, one.At, mailbox, partition, first + index)))).ToList();
        if (_duplicates is null)
            await StoreAsync(copies, [], cancellationToken);
        else
            await StoreOnceAsync(_duplicates, copies, cancellationToken);
        return [.. Enumerable.Range(0, contents.Count).Select(index => first + index)];
    }

    /// <summary>Takes a scheduled message back, from every subscription or from none.</summary>
    /// <exception cref="ServiceBusException">No scheduled message has the number, or not any more.</exception>
    public async Task CancelAsync(long sequence, CancellationToken cancellationToken)
    {
        var taken = Mailboxes.Select(mailbox => (mailbox, Message: mailbox.Unschedule(sequence)))
            .Where(one => one.Message is not null).Select(one => (one.mailbox, Message: one.Message!)).ToList();
        if (taken.Count == 0)
        {
            throw new ServiceBusException(
                $"There is no scheduled message {sequence}.", ServiceBusFailureReason.MessageNotFound, Name);
        }
        try
        {
            await store.DeleteAsync([.. taken.Select(one => one.Message)], cancellationToken);
        }
        catch
        {
            foreach (var (mailbox, message) in taken)
                mailbox.Put(message);
            throw;
        }
    }

    /// <summary>Remembers, after a start, the ids that were stored.</summary>
    public void Remember(IEnumerable<TableEntity> rows) => _duplicates?.Remember(rows.OrderBy(row => row.RowKey));

    /// <inheritdoc/>
    public void Dispose()
    {
        _duplicates?.Dispose();
        foreach (var mailbox in Mailboxes)
        {
            mailbox.Dispose();
            mailbox.DeadLetters!.Dispose();
        }
    }

    private static BusMessage Copy(
        MessageContent content,
        (DateTimeOffset At, bool Scheduled) when,
        Mailbox mailbox,
        string partition,
        long sequence) => new()
        {
            Partition = partition,
            Sequence = sequence,
            Path = mailbox.Path,
            EnqueuedAt = when.At,
            ScheduledFor = when.Scheduled ? when.At : null,
            Content = content,
            // A delivery that follows at once is counted with the insert: it costs no write of its own.
            StoredDeliveries = mailbox.HasIdlePump && !when.Scheduled ? 1 : 0,
        };

    private (DateTimeOffset At, bool Scheduled) TimeOf(ServiceBusMessage message)
    {
        var now = time.GetUtcNow();
        return message.ScheduledEnqueueTime > now ? (message.ScheduledEnqueueTime, true) : (now, false);
    }

    private async Task StoreOnceAsync(
        DuplicateWindow duplicates, List<(Mailbox, BusMessage)> copies, CancellationToken cancellationToken)
    {
        using var turn = await duplicates.EnterAsync(cancellationToken);
        await duplicates.ForgetOldAsync(cancellationToken);
        var firsts = copies.Select(copy => copy.Item2).Where(message => !duplicates.HasSeen(message.Content.MessageId))
            .DistinctBy(message => message.Content.MessageId ?? $"{message.Sequence}")
            .Select(message => message.Sequence).ToHashSet();
        var kept = copies.FindAll(copy => firsts.Contains(copy.Item2.Sequence));
        var ids = kept.Select(copy => copy.Item2).Where(message => message.Content.MessageId is not null)
            .DistinctBy(message => message.Sequence)
            .Select(message => duplicates.RowOf(message.Partition, message.Sequence, message.Content.MessageId!))
            .ToList();
        await StoreAsync(kept, ids, cancellationToken);
        duplicates.Remember(ids);
    }

    private async Task StoreAsync(
        List<(Mailbox, BusMessage)> copies, List<TableEntity> ids, CancellationToken cancellationToken)
    {
        List<TableEntity> rows = [.. copies.Select(copy => BusRow.Of(copy.Item2)), .. ids];
        if (rows.Count > BusStore.LargestSend)
            throw TooLarge($"{rows.Count} rows are more than the local bus sends at once ({BusStore.LargestSend}).");
        if (rows.Count == 0)
            return;
        await store.InsertAsync(rows, cancellationToken);
        foreach (var (mailbox, message) in copies)
            mailbox.Put(message);
    }

    private void CheckSize(long bytes)
    {
        if (bytes > MessageContent.LargestSize)
            throw TooLarge($"{bytes} bytes are more than a message may have ({MessageContent.LargestSize}).");
    }

    private ServiceBusException TooLarge(string message) =>
        new(message, ServiceBusFailureReason.MessageSizeExceeded, Name);
}
