using System.Net;
using System.Net.Sockets;

namespace ItsmServerless.Local.Azurite;

/// <summary>Starts an Azurite, installing it first where it is missing, on the usual ports if they are free.</summary>
internal sealed class AzuriteLauncher(AzuriteOptions options, Action<string> say)
{
    private const int FirstUsualPort = 10000;
    private const string NodeIsMissing =
        "Node.js is missing: install 20 or newer (https://nodejs.org), or pass --storage \"<connection string>\".";

    private readonly AzuriteState _state = new(options.DataDirectory);

    /// <summary>Starts it and waits until it listens.</summary>
    /// <exception cref="StartFailedException">Node or npm is missing, or Azurite ended at once.</exception>
    public async Task<AzuriteEndpoints> StartAsync(CancellationToken cancellationToken)
    {
        var script = await new AzuriteInstallation(options.DataDirectory, say).EnsureAsync(cancellationToken);
        if (!options.AnyPorts)
        {
            // Somebody may still take a port between the look and the start.
            if (AreUsualPortsFree() && await TryStartAsync(script, FirstUsualPort, cancellationToken) is { } usual)
                return usual;
            say($"Ports {FirstUsualPort} to {FirstUsualPort + 2} are in use: the storage emulator takes others.");
        }
        return await TryStartAsync(script, firstPort: 0, cancellationToken)
            ?? throw new StartFailedException($"The storage emulator did not start: {_state.LastWords()}");
    }

    private static bool AreUsualPortsFree()
    {
        try
        {
            foreach (var port in Enumerable.Range(FirstUsualPort, 3))
            {
                using var probe = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
                probe.Start();
            }
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<AzuriteEndpoints?> TryStartAsync(
        string script, int firstPort, CancellationToken cancellationToken)
    {
        var owner = options.InMemory ? Environment.ProcessId : 0;
        string[] arguments =
        [
            AzuriteInstallation.Launcher, "launch", options.DataDirectory, script, $"{owner}",
            .. Ports(firstPort), .. Persistence(), "--silent", "--skipApiVersionCheck", "--disableTelemetry",
        ];
        var (code, errors) =
            await Command.RunAsync("node", arguments, options.DataDirectory, NodeIsMissing, cancellationToken);
        return code == 0
            ? await _state.ListeningAsync(cancellationToken)
            : throw new StartFailedException($"The storage emulator did not start: {errors.ReplaceLineEndings(" ")}");
    }

    /// <summary>The queue service cannot be left out; nobody uses it.</summary>
    private static string[] Ports(int first)
    {
        var step = first == 0 ? 0 : 1;
        return ["--blobPort", $"{first}", "--queuePort", $"{first + step}", "--tablePort", $"{first + 2 * step}"];
    }

    private string[] Persistence() => options.InMemory
        ? ["--inMemoryPersistence"]
        : ["--location", Path.Combine(options.DataDirectory, "azurite")];
}
