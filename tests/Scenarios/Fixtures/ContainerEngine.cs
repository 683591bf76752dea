using Docker.DotNet;
using DotNet.Testcontainers.Configurations;

namespace ItsmServerless.Tests.Scenarios.Fixtures;

/// <summary>Looks whether containers can be run here, without starting or fetching anything.</summary>
internal static class ContainerEngine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Whether an engine answers and has the image already; if not, says why in a line.</summary>
    public static async Task<bool> HasAsync(string image, Action<string> say)
    {
        if (TestcontainersSettings.OS.DockerEndpointAuthConfig is not { } endpoint)
        {
            say("No container engine is at hand.");
            return false;
        }
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var engine = endpoint.GetDockerClientBuilder(Guid.Empty).Build();
            await engine.Images.InspectImageAsync(image, patience.Token);
            return true;
        }
        catch (DockerImageNotFoundException)
        {
            say($"The container engine has no image {image}; `docker pull {image}` brings it.");
            return false;
        }
        catch (Exception away) when (away is not OutOfMemoryException)
        {
            // However an engine fails to answer, the tests can run without it.
            say($"The container engine does not answer ({away.GetType().Name}).");
            return false;
        }
    }
}
