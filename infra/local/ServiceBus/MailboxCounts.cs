namespace ItsmServerless.Local.ServiceBus;

/// <summary>How many messages of a queue or subscription there are, by where they are.</summary>
/// <param name="Path">The queue or subscription.</param>
/// <param name="Active">Wait for a receiver.</param>
/// <param name="Scheduled">Wait for their time.</param>
/// <param name="Locked">Are in a receiver's hands.</param>
/// <param name="DeadLetters">Wait among the dead letters.</param>
/// <param name="Deferred">Wait to be asked for by number.</param>
public sealed record MailboxCounts(
    string Path, int Active, int Scheduled, int Locked, int DeadLetters, int Deferred = 0);
