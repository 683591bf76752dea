using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>What receivers keep with their sessions: a row each, read when asked for.</summary>
internal sealed class SessionStates(BusStore store)
{
    private const string PartitionPrefix = "$session|";

    /// <summary>Whether a stored row is such a state.</summary>
    public static bool IsStateRow(TableEntity row) =>
        row.PartitionKey.StartsWith(PartitionPrefix, StringComparison.Ordinal);

    /// <summary>The state of a session, if it has one.</summary>
    public async Task<BinaryData?> GetAsync(string path, string session, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(PartitionOf(path), RowKeyOf(session), cancellationToken);
        return row is null ? null : BinaryData.FromBytes(RowBytes.Read(row));
    }

    /// <summary>Stores a state, or takes it away.</summary>
    /// <exception cref="ServiceBusException">It is larger than a message may be.</exception>
    public async Task SetAsync(string path, string session, BinaryData? state, CancellationToken cancellationToken)
    {
        if (state is null)
        {
            await store.DeleteAsync(PartitionOf(path), RowKeyOf(session), cancellationToken);
            return;
        }
        var bytes = state.ToArray();
        if (bytes.Length > MessageContent.LargestSize)
        {
            throw new ServiceBusException(
                $"{bytes.Length} bytes are more than the state of a session may have ({MessageContent.LargestSize}).",
                ServiceBusFailureReason.MessageSizeExceeded, path);
        }
        var row = new TableEntity(PartitionOf(path), RowKeyOf(session)) { ["SessionId"] = session };
        RowBytes.Add(row, bytes);
        await store.PutAsync(row, cancellationToken);
    }

    private static string PartitionOf(string path) => PartitionPrefix + path.ToLowerInvariant().Replace('/', '|');

    /// <summary>A hash: a session's name may have what a key may not.</summary>
    private static string RowKeyOf(string session) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session)));
}
