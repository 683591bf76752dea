namespace ItsmServerless.Local.Azurite;

/// <summary>Lets a data directory serve one host at a time; the system lifts it when the process ends.</summary>
internal sealed class DataLock : IDisposable
{
    private readonly FileStream _file;

    private DataLock(FileStream file) => _file = file;

    /// <summary>Locks the directory for this process.</summary>
    /// <exception cref="StartFailedException">Another host has it.</exception>
    public static DataLock Take(string dataDirectory)
    {
        try
        {
            return new DataLock(new FileStream(
                Path.Combine(dataDirectory, "host.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException taken)
        {
            throw new StartFailedException(
                $"Another host is running on the data in {dataDirectory}: end it, or pass another --data.", taken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
