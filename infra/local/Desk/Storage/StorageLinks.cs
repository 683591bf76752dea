namespace ItsmServerless.Local.Desk.Storage;

/// <summary>Addresses of what is stored.</summary>
internal static class StorageLinks
{
    private const string Root = DeskEndpoints.Root + "/storage";

    /// <summary>The rows of a table.</summary>
    public static string Table(string table, string partition = "", string from = "") =>
        $"{Root}/tables/{table}{DeskRequest.Query(("partition", partition), ("from", from))}";

    /// <summary>One row.</summary>
    public static string Row(string table, string partition, string row) =>
        $"{Root}/tables/{table}/row{DeskRequest.Query(("partition", partition), ("row", row))}";

    /// <summary>The blobs of a container.</summary>
    public static string Container(string container, string prefix = "", string from = "") =>
        $"{Root}/containers/{container}{DeskRequest.Query(("prefix", prefix), ("from", from))}";

    /// <summary>One blob.</summary>
    public static string Blob(string container, string name) =>
        $"{Root}/containers/{container}/blob{DeskRequest.Query(("name", name))}";

    /// <summary>The content of one blob, to be stored.</summary>
    public static string Download(string container, string name) =>
        $"{Root}/containers/{container}/download{DeskRequest.Query(("name", name))}";
}
