namespace ItsmServerless.Local.Azurite;

/// <summary>How the storage emulator is started.</summary>
/// <param name="DataDirectory">Where data, log and record live; one host at a time.</param>
/// <param name="InMemory">Keeps nothing: ends with this process, however that ends, and removes the directory.</param>
/// <param name="AnyPorts">Takes whatever ports are free instead of asking for 10000 to 10002 first.</param>
public sealed record AzuriteOptions(string DataDirectory, bool InMemory = false, bool AnyPorts = false)
{
    /// <summary>Nothing on disk, any ports, a directory of its own: for tests and <c>--ephemeral</c>.</summary>
    public static AzuriteOptions Ephemeral() =>
        new(Directory.CreateTempSubdirectory("itsm-azurite-").FullName, InMemory: true, AnyPorts: true);
}
