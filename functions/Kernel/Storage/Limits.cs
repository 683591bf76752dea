using Azure.Data.Tables;

namespace ItsmServerless.Kernel.Storage;

/// <summary>What Table Storage holds. Azurite enforces little of it, so it is checked here before any call.</summary>
/// <remarks>learn.microsoft.com/azure/storage/tables/scalability-targets and
/// learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions.</remarks>
public static class Limits
{
    /// <summary>Entities in one entity-group transaction.</summary>
    public const int TransactionEntities = 100;

    /// <summary>Bytes in one entity-group transaction: 4 MiB, less room for its envelope.</summary>
    public const int TransactionBytes = (4 << 20) - (64 << 10);

    /// <summary>Bytes of one entity: 1 MiB, less room for names and system properties.</summary>
    public const int EntityBytes = (1 << 20) - (32 << 10);

    /// <summary>Bytes of one property.</summary>
    public const int PropertyBytes = 64 << 10;

    /// <summary>About how many bytes the columns of a row take.</summary>
    public static long SizeOf(TableEntity row) => row.Sum(column => SizeOf(column.Value));

    private static long SizeOf(object? value) =>
        value switch { byte[] bytes => bytes.Length, string text => 2 * text.Length, _ => 8 };
}
