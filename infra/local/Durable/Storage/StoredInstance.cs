using Azure;
using ItsmServerless.Local.Durable.Instances;

namespace ItsmServerless.Local.Durable.Storage;

/// <summary>An instance as stored, with what a conditional write of it needs.</summary>
/// <param name="Commit">Is another after each write, so that one's own is known again.</param>
/// <param name="Blobs">The long texts of its row, by column.</param>
internal sealed record StoredInstance(
    ETag ETag, string Commit, InstanceState State, IReadOnlyDictionary<string, string> Blobs)
{
    /// <summary>Whether only the columns are known, the rest being unreadable.</summary>
    public bool IsHead { get; init; }
}

/// <summary>What can be read of an instance of which not all can.</summary>
/// <param name="LastRow">The last row of its inbox, readable or not.</param>
internal sealed record DamagedInstance(StoredInstance Instance, IReadOnlyList<Message> Inbox, string? LastRow);
