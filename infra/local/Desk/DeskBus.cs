using ItsmServerless.Local.ServiceBus;

namespace ItsmServerless.Local.Desk;

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
