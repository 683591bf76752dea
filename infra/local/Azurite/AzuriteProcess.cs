namespace ItsmServerless.Local.Azurite;

/// <summary>The storage emulator of this host: started, or taken over from a host that was killed.</summary>
/// <remarks>
/// It runs in a session of its own and outlives a kill -9 of the host with all it acknowledged; disposing ends it and
/// waits until its data is on disk. Azurite itself writes every five seconds, so killing it, too, may lose that much.
/// </remarks>
public sealed class AzuriteProcess : IAsyncDisposable
{
    private readonly AzuriteOptions _options;
    private readonly DataLock _lock;
    private readonly AzuriteEndpoints _endpoints;

    private AzuriteProcess(AzuriteOptions options, DataLock dataLock, AzuriteEndpoints endpoints)
    {
        _options = options;
        _lock = dataLock;
        _endpoints = endpoints;
    }

    /// <summary>What the storage clients connect with.</summary>
    public string ConnectionString => _endpoints.ConnectionString;

    /// <summary>Where its blobs are.</summary>
    public Uri BlobEndpoint => _endpoints.Blob;

    /// <summary>Where its tables are.</summary>
    public Uri TableEndpoint => _endpoints.Table;

    /// <summary>Starts it, or takes over the one that a killed host left, and waits until it answers.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="say">Told, in a line each, what takes time or came out differently than asked.</param>
    /// <param name="cancellationToken">Gives up, ending what was started.</param>
    /// <exception cref="StartFailedException">Another host has the data, Node is missing, or it failed.</exception>
    public static async Task<AzuriteProcess> StartAsync(
        AzuriteOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        options = options with { DataDirectory = Path.GetFullPath(options.DataDirectory) };
        Directory.CreateDirectory(options.DataDirectory);
        var dataLock = DataLock.Take(options.DataDirectory);
        try
        {
            var endpoints = await TakeOverAsync(options, say, cancellationToken)
                ?? await new AzuriteLauncher(options, say).StartAsync(cancellationToken);
            return new AzuriteProcess(options, dataLock, endpoints);
        }
        catch
        {
            await EndAsync(options, dataLock);
            throw;
        }
    }

    /// <summary>Ends it, its data on disk, and frees the directory.</summary>
    public async ValueTask DisposeAsync() => await EndAsync(_options, _lock);

    /// <summary>Lets the directory go and leaves Azurite running, as a kill -9 of this process would.</summary>
    internal void LetGo() => _lock.Dispose();

    private static async Task<AzuriteEndpoints?> TakeOverAsync(
        AzuriteOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        var state = new AzuriteState(options.DataDirectory);
        if (state.FindRunning() is not { } running)
            return null;
        if (state.IsAskedToStop)
            await state.StopAsync();
        var endpoints = await state.ListeningAsync(cancellationToken);
        if (endpoints is null || !await endpoints.AnswerAsync(cancellationToken))
            return null;
        say($"Taking over the storage emulator of the last run (process {running.Pid}).");
        return endpoints;
    }

    private static async Task EndAsync(AzuriteOptions options, DataLock dataLock)
    {
        try
        {
            await new AzuriteState(options.DataDirectory).StopAsync();
        }
        finally
        {
            dataLock.Dispose();
            if (options.InMemory && Directory.Exists(options.DataDirectory))
                Directory.Delete(options.DataDirectory, recursive: true);
        }
    }
}
