using System.Collections.Concurrent;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.Clock;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>A Service Bus namespace for one host: its messages are rows of a table, handed out in memory.</summary>
/// <remarks>
/// <para>Declare what there is, subscribe, then start; stopping or a kill -9 loses nothing that was acknowledged, and
/// the next start goes on with it. Delivery is at least once, as with Service Bus.</para>
/// <para>A table and not Azurite's queues, which slow down with everything that is queued anywhere.</para>
/// </remarks>
public sealed class LocalServiceBus : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, BusEntity> _entities = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<MessagePump> _pumps = [];
    private readonly BusStore _store;
    private readonly SequenceNumbers _numbers;
    private readonly TimeProvider _time;
    private readonly Quiescence _quiescence;
    private readonly ILogger _log;
    private bool _started;

    /// <summary>A bus over a table of its own, which is made at the start.</summary>
    public LocalServiceBus(TableClient table, TimeProvider time, Quiescence quiescence, ILogger<LocalServiceBus> log)
    {
        _store = new BusStore(table);
        _numbers = new SequenceNumbers(_store);
        _time = time;
        _quiescence = quiescence;
        _log = log;
        quiescence.Watch(() => AllMailboxes().Any(mailbox => mailbox.IsBusy));
    }

    /// <summary>Says that there is a queue.</summary>
    public void DeclareQueue(string queue, EntityOptions? options = null) => Entity(queue, options).Declare(queue);

    /// <summary>Says that there is a topic; without subscriptions, what is sent to it is gone.</summary>
    public void DeclareTopic(string topic, EntityOptions? options = null) => Entity(topic, options);

    /// <summary>Says that a topic has a subscription, which gets its own copy of what is sent from now on.</summary>
    /// <param name="topic">The topic, declared with it if it is new.</param>
    /// <param name="subscription">The subscription.</param>
    /// <param name="options">Its own; those of its topic when not given.</param>
    public void DeclareSubscription(string topic, string subscription, EntityOptions? options = null) =>
        Entity(topic, options is null ? null : options with { Rules = [], RequiresSession = false })
            .Declare(EntityPath.Subscription(topic, subscription), options);

    /// <summary>Hands every message of a queue or subscription to a handler, from the start on.</summary>
    /// <param name="entityPath">A declared queue, an <see cref="EntityPath.Subscription"/>, or dead letters.</param>
    /// <param name="handler">Returning completes the message, throwing gives it back, unless it was settled.</param>
    /// <param name="maxConcurrent">How many messages are handled at a time.</param>
    /// <exception cref="ServiceBusException">There is no such queue or subscription.</exception>
    public void Subscribe(
        string entityPath,
        Func<ServiceBusReceivedMessage, MessageSettlement, CancellationToken, Task> handler,
        int maxConcurrent) => Subscribe(
            entityPath,
            new PumpOptions(maxConcurrent),
            (deliveries, cancellationToken) =>
            {
                var (message, settlement) = deliveries.Messages[0];
                return handler(message, settlement, cancellationToken);
            });

    /// <summary>Hands every message of a queue or subscription to a handler, as the options say.</summary>
    /// <param name="entityPath">A declared queue, an <see cref="EntityPath.Subscription"/>, or dead letters.</param>
    /// <param name="options">How many at a time, and what returning means.</param>
    /// <param name="handler">Throwing gives back what was not settled.</param>
    /// <exception cref="ServiceBusException">There is no such queue or subscription.</exception>
    public void Subscribe(string entityPath, PumpOptions options, Func<Deliveries, CancellationToken, Task> handler)
    {
        var pump = new MessagePump(Mailbox(entityPath), options, handler, _log);
        _pumps.Add(pump);
        if (_started)
            pump.Start();
    }

    /// <summary>Makes the table, reads what a former run left, and begins to hand out.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _store.CreateAsync(cancellationToken);
        await LoadAsync(cancellationToken);
        _started = true;
        _pumps.ForEach(pump => pump.Start());
    }

    /// <summary>Hands out nothing more and waits for the handlers at work; the rest waits for a start.</summary>
    /// <param name="cancellationToken">Tells handlers to break off; their messages are delivered again.</param>
    public async Task StopAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(_pumps.Select(pump => pump.StopAsync(cancellationToken)));

    /// <summary>Ends at once, as a kill -9 would: handlers are told to break off, nothing more is written.</summary>
    public ValueTask DisposeAsync()
    {
        _store.Close();
        _pumps.ForEach(pump => pump.Dispose());
        foreach (var entity in _entities.Values)
            entity.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Every queue and subscription and how it behaves, by path.</summary>
    public IReadOnlyList<(string Path, EntityOptions Options)> Entities() =>
        [.. Mailboxes().Select(mailbox => (mailbox.Path, mailbox.Options))];

    /// <summary>How much is where, by path.</summary>
    public IReadOnlyList<MailboxCounts> Counts() => [.. Mailboxes().Select(mailbox => mailbox.Counts)];

    /// <summary>Looks at messages, oldest first, without taking them; at those of one state if it is given.</summary>
    /// <exception cref="ServiceBusException">There is no such queue or subscription.</exception>
    public IReadOnlyList<ServiceBusReceivedMessage> Peek(
        string entityPath, int most = 100, long fromSequence = 0, ServiceBusMessageState? state = null) =>
        Mailbox(entityPath).Peek(most, fromSequence, session: null, state);

    /// <summary>Lets a dead letter be delivered as if new; <see langword="false"/> when it is none any more.</summary>
    /// <exception cref="ServiceBusException">There is no such queue or subscription.</exception>
    public Task<bool> ReplayAsync(string entityPath, long sequence, CancellationToken cancellationToken)
    {
        var mailbox = Mailbox(entityPath);
        return WithDeadLetterAsync(mailbox, sequence, async dead =>
        {
            var alive = dead.Revived(_time.GetUtcNow());
            if (await _store.ChangeAsync(BusRow.ChangesOf(alive), cancellationToken))
                mailbox.Put(alive);
        });
    }

    /// <summary>Takes a dead letter away for good; <see langword="false"/> when it is none any more.</summary>
    /// <exception cref="ServiceBusException">There is no such queue or subscription.</exception>
    public Task<bool> DeleteDeadLetterAsync(string entityPath, long sequence, CancellationToken cancellationToken) =>
        WithDeadLetterAsync(
            Mailbox(entityPath), sequence, dead => _store.DeleteAsync(dead.Partition, dead.RowKey, cancellationToken));

    /// <summary>The mailbox of a path.</summary>
    internal Mailbox Mailbox(string path) =>
        AllMailboxes().FirstOrDefault(mailbox => mailbox.Path.Equals(path, StringComparison.OrdinalIgnoreCase))
        ?? throw NotFound(path);

    /// <summary>Sends to a queue or topic: acknowledged when it is stored, all or none.</summary>
    internal async Task<IReadOnlyList<long>> SendAsync(
        string name, IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        using var work = _quiescence.Track();
        var entity = _entities.GetValueOrDefault(name) ?? throw NotFound(name);
        return messages.Count == 0 ? [] : await entity.SendAsync(messages, cancellationToken);
    }

    /// <summary>Takes a scheduled message back.</summary>
    internal Task CancelAsync(string name, long sequence, CancellationToken cancellationToken) =>
        (_entities.GetValueOrDefault(name) ?? throw NotFound(name)).CancelAsync(sequence, cancellationToken);

    private static ServiceBusException NotFound(string path) => new(
        $"The messaging entity '{path}' could not be found.", ServiceBusFailureReason.MessagingEntityNotFound, path);

    private IEnumerable<Mailbox> Mailboxes() => _entities.Values.SelectMany(entity => entity.Mailboxes)
        .OrderBy(mailbox => mailbox.Path, StringComparer.OrdinalIgnoreCase);

    private IEnumerable<Mailbox> AllMailboxes() => _entities.Values.SelectMany(entity => entity.Mailboxes)
        .SelectMany(mailbox => (Mailbox[])[mailbox, mailbox.DeadLetters!]);

    private BusEntity Entity(string name, EntityOptions? options) => _entities.GetOrAdd(
        name, added => new BusEntity(added, options ?? EntityOptions.Default, _store, _numbers, _time));

    private async Task<bool> WithDeadLetterAsync(Mailbox mailbox, long sequence, Func<BusMessage, Task> act)
    {
        using var work = _quiescence.Track();
        if (mailbox.DeadLetters?.Remove(sequence) is not { } dead)
            return false;
        try
        {
            await act(dead);
            return true;
        }
        catch
        {
            mailbox.DeadLetters.Put(dead);
            throw;
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var stored = await StoredRows.ReadAsync(_store, cancellationToken);
        foreach (var ofEntity in stored.Ids.GroupBy(row => row.PartitionKey[..row.PartitionKey.LastIndexOf('|')]))
            Entity(ofEntity.Key.Replace('|', '/'), options: null).Remember(ofEntity);
        stored.Messages.ForEach(Restore);
    }

    /// <summary>Also for a queue or subscription that nobody declares any more: its messages are kept.</summary>
    private void Restore(BusMessage message)
    {
        var mailbox = Entity(EntityPath.EntityOf(message.Path), options: null).Declare(message.Path);
        (message.DeadLetter is null ? mailbox : mailbox.DeadLetters!).Put(message);
    }
}
