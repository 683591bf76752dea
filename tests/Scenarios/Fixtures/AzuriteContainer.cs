using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using ItsmServerless.Local.Azurite;

namespace ItsmServerless.Tests.Scenarios.Fixtures;

/// <summary>Azurite in a container, on whatever ports the engine gives.</summary>
public sealed class AzuriteContainer : IAsyncDisposable
{
    private const int BlobPort = 10000;
    private const int TablePort = 10002;

    private readonly IContainer _container;

    private AzuriteContainer(IContainer container) => _container = container;

    /// <summary>The image; <c>ITSM_TEST_AZURITE_IMAGE</c> names another.</summary>
    public static string Image { get; } =
        Environment.GetEnvironmentVariable("ITSM_TEST_AZURITE_IMAGE") is { Length: > 0 } named
            ? named
            : "mcr.microsoft.com/azure-storage/azurite:3.35.0";

    /// <summary>What the storage clients connect with.</summary>
    public string ConnectionString => new AzuriteEndpoints(At(BlobPort), At(TablePort)).ConnectionString;

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<AzuriteContainer> StartAsync()
    {
        var container = new ContainerBuilder(Image)
            .WithCommand("azurite", "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry",
                "--blobHost", "0.0.0.0", "--queueHost", "0.0.0.0", "--tableHost", "0.0.0.0")
            .WithPortBinding(BlobPort, assignRandomHostPort: true)
            .WithPortBinding(TablePort, assignRandomHostPort: true)
            .WithWaitStrategy(Wait.ForUnixContainer()
                .UntilMessageIsLogged("Azurite Blob service is successfully listening")
                .UntilMessageIsLogged("Azurite Table service is successfully listening"))
            .Build();
        await container.StartAsync();
        return new AzuriteContainer(container);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _container.DisposeAsync();

    private Uri At(int port) => new($"http://{_container.Hostname}:{_container.GetMappedPublicPort(port)}");
}
