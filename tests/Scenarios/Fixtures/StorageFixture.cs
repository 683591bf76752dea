using ItsmServerless.Local.Azurite;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

[assembly: AssemblyFixture(typeof(StorageFixture))]

namespace ItsmServerless.Tests.Scenarios.Fixtures;

/// <summary>One storage account for the whole run: a container, a process, or an account that is given.</summary>
/// <remarks>
/// <c>ITSM_TEST_STORAGE</c> is a connection string to use as it is. Otherwise <c>ITSM_TEST_AZURITE</c> decides:
/// <c>container</c> (Testcontainers, pulling the image where it is missing), <c>process</c> (the npm package), or
/// <c>auto</c>, the default: a container where an engine with the image is at hand, else a process.
/// </remarks>
public sealed class StorageFixture : IAsyncLifetime
{
    private IAsyncDisposable? _owned;

    /// <summary>What the storage clients connect with.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>Names of their own for one test or one class, cleaned up when disposed.</summary>
    public StorageScope Scope() => new(ConnectionString);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var given = Environment.GetEnvironmentVariable("ITSM_TEST_STORAGE");
        if (!string.IsNullOrEmpty(given))
            ConnectionString = given;
        else if (await WantsContainerAsync())
            await StartContainerAsync();
        else
            await StartProcessAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_owned is not null)
            await _owned.DisposeAsync();
    }

    private static async Task<bool> WantsContainerAsync() =>
        Environment.GetEnvironmentVariable("ITSM_TEST_AZURITE") switch
        {
            "container" => true,
            "process" => false,
            null or "" or "auto" => await ContainerEngine.HasAsync(AzuriteContainer.Image, Say),
            var other => throw new InvalidOperationException(
                $"ITSM_TEST_AZURITE is \"{other}\"; it may be auto, process or container."),
        };

    private async Task StartContainerAsync()
    {
        var container = await AzuriteContainer.StartAsync();
        (_owned, ConnectionString) = (container, container.ConnectionString);
        Say($"Storage: Azurite in a container of {AzuriteContainer.Image}.");
    }

    private async Task StartProcessAsync()
    {
        var azurite = await AzuriteProcess.StartAsync(AzuriteOptions.Ephemeral(), Say, CancellationToken.None);
        (_owned, ConnectionString) = (azurite, azurite.ConnectionString);
        Say("Storage: Azurite as a process of its own, in memory.");
    }

    private static void Say(string line) => TestContext.Current.SendDiagnosticMessage(line);
}
