using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>A queue, or a topic with its subscriptions: what is sent to.</summary>
internal sealed class BusEntity(
    string name, EntityOptions options, BusStore store, SequenceNumbers numbers, TimeProvider time) : IDisposable
{
    private readonly SendRows _rows = new(store);
    private readonly DuplicateWindow? _duplicates =
        options.DuplicateWindow is { } window ? new DuplicateWindow(window, store, time) : null;
    private List<Mailbox> _mailboxes = [];

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>The queue itself, or each subscription, in the order they were declared.</summary>
    public IReadOnlyList<Mailbox> Mailboxes => Volatile.Read(ref _mailboxes);

    /// <summary>The mailbox of a path, made when it is new; where it says nothing, the entity's word counts.</summary>
    public Mailbox Declare(string path, EntityOptions? own = null)
    {
        if (_mailboxes.Find(mailbox => mailbox.Path.Equals(path, StringComparison.OrdinalIgnoreCase)) is { } known)
            return known;
        var added = MailboxOf(path, own ?? options);
        Volatile.Write(ref _mailboxes, [.. _mailboxes, added]);
        return added;
    }

    /// <summary>Stores the messages for every mailbox that takes them, all or none, then lets them appear.</summary>
    /// <returns>Their numbers, in order; that of a dropped duplicate names nothing.</returns>
    /// <exception cref="ServiceBusException">They are too large.</exception>
    /// <exception cref="InvalidOperationException">One lacks the session id that the queue requires.</exception>
    public async Task<IReadOnlyList<long>> SendAsync(
        IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        var contents = messages.Select(message => (Content: MessageContent.Of(message), At: TimeOf(message))).ToList();
        CheckSize(contents.Sum(one => (long)MessageCodec.Encode(one.Content).Length));
        CheckSessions(contents.Select(one => one.Content));
        var first = await numbers.TakeAsync(contents.Count, cancellationToken);
        var partition = $"{Name.Replace('/', '|')}|{first:D19}";
        var sent = contents
            .Select((one, index) => new SentMessage(partition, first + index, one.Content.MessageId, Copies(index)))
            .ToList();
        if (_duplicates is null)
            await StoreAsync(sent, [], cancellationToken);
        else
            await StoreOnceAsync(_duplicates, sent, cancellationToken);
        return [.. sent.Select(message => message.Sequence)];

        List<(Mailbox, BusMessage)> Copies(int index) =>
        [
            .. from mailbox in Mailboxes
               where mailbox.Takes(contents[index].Content)
               select (mailbox, Copy(contents[index].Content, contents[index].At, mailbox, partition, first + index))
        ];
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

    /// <summary>A message that was sent, and a copy of it for each mailbox that takes it.</summary>
    private sealed record SentMessage(
        string Partition,
        long Sequence,
        string? MessageId,
        IReadOnlyList<(Mailbox Mailbox, BusMessage Message)> Copies);

    private Mailbox MailboxOf(string path, EntityOptions own)
    {
        var deadLetters = own with
        {
            MaxDeliveryCount = int.MaxValue,
            DefaultTimeToLive = TimeSpan.MaxValue,
            RequiresSession = false,
        };
        return new Mailbox(path, own, store, time)
        {
            DeadLetters = new Mailbox(EntityPath.DeadLetters(path), deadLetters, store, time),
        };
    }

    private BusMessage Copy(
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
            Content = options.DefaultTimeToLive < content.TimeToLive
                ? content with { TimeToLive = options.DefaultTimeToLive }
                : content,
            DeadLetter = mailbox.Options.RequiresSession && content.SessionId is null
                ? DeadLetterReason.NoSession
                : null,
            // A delivery that follows at once is counted with the insert: it costs no write of its own.
            StoredDeliveries = mailbox.HasIdlePump && !when.Scheduled ? 1 : 0,
        };

    private (DateTimeOffset At, bool Scheduled) TimeOf(ServiceBusMessage message)
    {
        var now = time.GetUtcNow();
        return message.ScheduledEnqueueTime > now ? (message.ScheduledEnqueueTime, true) : (now, false);
    }

    private async Task StoreOnceAsync(
        DuplicateWindow duplicates, List<SentMessage> sent, CancellationToken cancellationToken)
    {
        using var turn = await duplicates.EnterAsync(cancellationToken);
        await duplicates.ForgetOldAsync(cancellationToken);
        var kept = sent.Where(message => !duplicates.HasSeen(message.MessageId))
            .DistinctBy(message => message.MessageId ?? $"{message.Sequence}").ToList();
        var ids = kept.Where(message => message.MessageId is not null)
            .Select(message => duplicates.RowOf(message.Partition, message.Sequence, message.MessageId!)).ToList();
        await StoreAsync(kept, ids, cancellationToken);
        duplicates.Remember(ids);
    }

    private async Task StoreAsync(List<SentMessage> sent, List<TableEntity> ids, CancellationToken cancellationToken)
    {
        var copies = sent.SelectMany(message => message.Copies).ToList();
        List<TableEntity> rows = [.. copies.Select(copy => BusRow.Of(copy.Message)), .. ids];
        if (rows.Count == 0)
            return;
        await _rows.WriteAsync(rows, cancellationToken);
        var places = copies.GroupBy(
            copy => copy.Message.DeadLetter is null ? copy.Mailbox : copy.Mailbox.DeadLetters!, copy => copy.Message);
        foreach (var place in places)
            place.Key.Put(place);
    }

    private void CheckSize(long bytes)
    {
        if (bytes > MessageContent.LargestSize)
        {
            throw new ServiceBusException(
                $"{bytes} bytes are more than a message may have ({MessageContent.LargestSize}).",
                ServiceBusFailureReason.MessageSizeExceeded, Name);
        }
    }

    /// <summary>A queue refuses what a topic's subscription would put among its dead letters.</summary>
    private void CheckSessions(IEnumerable<MessageContent> contents)
    {
        var isQueue = Mailboxes is [var only] && only.Path.Equals(Name, StringComparison.OrdinalIgnoreCase);
        if (isQueue && Mailboxes[0].Options.RequiresSession && contents.Any(content => content.SessionId is null))
        {
            throw new InvalidOperationException(
                $"{Name} requires sessions, and the session id of a message is not set.");
        }
    }
}
