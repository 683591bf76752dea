namespace ItsmServerless.Local.Desk.Orchestrations;

/// <summary>Addresses of orchestrations, whatever their ids are made of.</summary>
internal static class OrchestrationLinks
{
    /// <summary>The page of one, for a link.</summary>
    public static string Page(string id) => DeskEndpoints.Root + Path(id);

    /// <summary>The same without the root of the desk, for going back to it.</summary>
    public static string Path(string id) =>
        "/orchestrations/" + string.Join('/', id.Split('/').Select(Uri.EscapeDataString));
}
