using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.ServiceBus;

namespace ItsmServerless.Local.Desk.Bus;

/// <summary>What waits on the bus, and what died there.</summary>
internal sealed class DeskBus(LocalServiceBus bus)
{
    /// <summary>A message that was put aside.</summary>
    public sealed record DeadLetter(
        string Entity,
        long Sequence,
        string MessageId,
        string? Subject,
        string? Reason,
        string? Description,
        int DeliveryCount,
        DateTimeOffset EnqueuedAt,
        string Body);

    /// <summary>Which to deliver again: one, those of an entity, or all.</summary>
    public sealed record Replay(string? Entity, long? Sequence);

    /// <summary>How much is where.</summary>
    public IReadOnlyList<MailboxCounts> Counts() => bus.Counts();

    /// <summary>The oldest hundred of every queue and subscription.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters() =>
    [
        .. from mailbox in bus.Counts()
           from message in bus.Peek(EntityPath.DeadLetters(mailbox.Path))
           select new DeadLetter(
               mailbox.Path, message.SequenceNumber, message.MessageId, message.Subject, message.DeadLetterReason,
               message.DeadLetterErrorDescription, message.DeliveryCount, message.EnqueuedTime, message.Body.ToString())
    ];

    /// <summary>Whether there is such a queue or subscription.</summary>
    public bool Has(string path) =>
        bus.Counts().Any(mailbox => mailbox.Path.Equals(path, StringComparison.OrdinalIgnoreCase));

    /// <summary>Messages of one state, oldest first, from a number on.</summary>
    /// <param name="path">A queue or subscription that there is.</param>
    /// <param name="state"><c>active</c>, <c>scheduled</c>, <c>deferred</c> or <c>dead</c>.</param>
    /// <param name="from">The first number.</param>
    /// <param name="most">How many.</param>
    public IReadOnlyList<ServiceBusReceivedMessage> Messages(string path, string state, long from, int most) =>
        state == "dead"
            ? bus.Peek(EntityPath.DeadLetters(path), most, from)
            : bus.Peek(path, most, from, Enum.Parse<ServiceBusMessageState>(state, ignoreCase: true));

    /// <summary>One message; <see langword="null"/> when it is not there any more.</summary>
    public ServiceBusReceivedMessage? Find(string path, long sequence, bool isDead) =>
        bus.Peek(isDead ? EntityPath.DeadLetters(path) : path, most: 1, sequence)
            .FirstOrDefault(message => message.SequenceNumber == sequence);

    /// <summary>Removes a dead letter for good; <see langword="false"/> when it is none any more.</summary>
    public Task<bool> DeleteAsync(string path, long sequence, CancellationToken cancellationToken) =>
        bus.DeleteDeadLetterAsync(path, sequence, cancellationToken);

    /// <summary>Delivers dead letters as if new; those that are none any more are left out.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ReplayAsync(Replay replay, CancellationToken cancellationToken)
    {
        var chosen = DeadLetters().Where(letter =>
            (replay.Entity is null || letter.Entity.Equals(replay.Entity, StringComparison.OrdinalIgnoreCase))
            && (replay.Sequence is null || letter.Sequence == replay.Sequence));
        var count = 0;
        foreach (var letter in chosen.ToList())
            count += await bus.ReplayAsync(letter.Entity, letter.Sequence, cancellationToken) ? 1 : 0;
        return count;
    }
}
