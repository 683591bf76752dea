namespace ItsmServerless.Local.Desk.Bus;

/// <summary>Addresses of what is on the bus.</summary>
internal static class BusLinks
{
    /// <summary>The messages of a queue or subscription.</summary>
    public static string Mailbox(string path, string state = "") =>
        $"{DeskEndpoints.Root}/bus/messages{DeskRequest.Query(("entity", path), ("state", state))}";

    /// <summary>One message.</summary>
    public static string Message(string path, long sequence, bool isDead) =>
        $"{DeskEndpoints.Root}/bus/message"
        + DeskRequest.Query(("entity", path), ("sequence", $"{sequence}"), ("dead", isDead ? "1" : ""));
}
