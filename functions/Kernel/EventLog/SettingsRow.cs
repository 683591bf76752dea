using System.Text.Json;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Http;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>List rows that hold one whole document, as settings do.</summary>
public static class SettingsRow
{
    private const string Column = "Json";

    /// <summary>The columns for a document of at most 60 KiB as JSON.</summary>
    public static IReadOnlyDictionary<string, object> Of<T>(T document) where T : class =>
        new Dictionary<string, object> { [Column] = JsonSerializer.SerializeToUtf8Bytes(document, Json.Stored) };

    /// <summary>Whether the row holds a document.</summary>
    public static bool Has(TableEntity row) => row.ContainsKey(Column);

    /// <summary>The document of a row.</summary>
    public static T Read<T>(TableEntity row) where T : class => JsonSerializer.Deserialize<T>(row.GetBinary(Column), Json.Stored)!;
}
