using ItsmServerless.Local.Durable.History;

namespace ItsmServerless.Local.Durable.Instances;

/// <summary>Something an instance has not taken yet.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Execution">The run it is meant for; 0 is whichever runs.</param>
/// <param name="Sender">A text by which the same message, sent again, is known.</param>
/// <param name="RowKey">Where it is stored; <see langword="null"/> when it comes again by itself after a crash.</param>
/// <param name="Blob">Where its text is, if it is long.</param>
internal sealed record Message(
    HistoryEvent Event, int Execution = 0, string? Sender = null, string? RowKey = null, string? Blob = null);
