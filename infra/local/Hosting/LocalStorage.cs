using Azure.Data.Tables;
using ItsmServerless.Local.Azurite;

namespace ItsmServerless.Local.Hosting;

/// <summary>Where a host keeps things: a directory that is its own, and a storage account, given or emulated.</summary>
internal sealed class LocalStorage : IAsyncDisposable
{
    private readonly AzuriteProcess? _azurite;
    private readonly DataLock? _lock;
    private readonly bool _isTemporary;

    private LocalStorage(string directory, string connectionString, bool isTemporary)
    {
        (Directory, ConnectionString, _isTemporary) = (directory, connectionString, isTemporary);
    }

    private LocalStorage(AzuriteProcess azurite, string directory, bool isTemporary)
        : this(directory, azurite.ConnectionString, isTemporary) => _azurite = azurite;

    private LocalStorage(DataLock dataLock, string directory, string connectionString, bool isTemporary)
        : this(directory, connectionString, isTemporary) => _lock = dataLock;

    /// <summary>Where secrets and the clock's reading are kept.</summary>
    public string Directory { get; }

    /// <summary>What the storage clients connect with.</summary>
    public string ConnectionString { get; }

    /// <summary>Takes the directory, and starts the emulator unless an account is given.</summary>
    /// <exception cref="StartFailedException">Another host has the directory, or storage cannot be had.</exception>
    public static async Task<LocalStorage> StartAsync(
        LocalOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        if (options.Storage is { } given)
            return Use(given, options.Ephemeral ? Temporary() : Made(options.Data), options.Ephemeral);
        var azurite = options.Ephemeral ? AzuriteOptions.Ephemeral() : new AzuriteOptions(Made(options.Data));
        var process = await AzuriteProcess.StartAsync(azurite, say, cancellationToken);
        return new LocalStorage(process, azurite.DataDirectory, isTemporary: false);
    }

    /// <summary>Ends the emulator, its data on disk, and frees the directory.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        Free();
    }

    /// <summary>Frees the directory and leaves the emulator running, as a kill -9 of this process would.</summary>
    public ValueTask LetGo()
    {
        _azurite?.LetGo();
        Free();
        return ValueTask.CompletedTask;
    }

    private void Free()
    {
        _lock?.Dispose();
        if (_isTemporary && System.IO.Directory.Exists(Directory))
            System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static LocalStorage Use(string connectionString, string directory, bool isTemporary)
    {
        try
        {
            _ = new TableServiceClient(connectionString);
        }
        catch (Exception broken) when (broken is FormatException or InvalidOperationException or ArgumentException)
        {
            throw new StartFailedException($"--storage is no connection string: {broken.Message}", broken);
        }
        return new LocalStorage(DataLock.Take(directory), directory, connectionString, isTemporary);
    }

    private static string Temporary() => System.IO.Directory.CreateTempSubdirectory("itsm-host-").FullName;

    private static string Made(string directory)
    {
        try
        {
            return System.IO.Directory.CreateDirectory(directory).FullName;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StartFailedException($"--data {directory} cannot be made: {refused.Message}", refused);
        }
    }
}
