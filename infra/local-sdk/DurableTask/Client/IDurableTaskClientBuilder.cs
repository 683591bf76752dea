using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask.Client;

/// <summary>Puts a client together.</summary>
public interface IDurableTaskClientBuilder
{
    /// <summary>The name of the client, and of its options.</summary>
    string Name { get; }

    /// <summary>The services of the app.</summary>
    IServiceCollection Services { get; }

    /// <summary>The class of the client.</summary>
    /// <remarks>Made with the name and services.</remarks>
    Type? BuildTarget { get; set; }

    /// <summary>Makes the client.</summary>
    /// <exception cref="InvalidOperationException">Its class was not said.</exception>
    DurableTaskClient Build(IServiceProvider serviceProvider);
}

/// <summary>Gives the clients of an app by their names.</summary>
public interface IDurableTaskClientProvider
{
    /// <summary>The client of that name; <see langword="null"/> is the default one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none of that name.</exception>
    DurableTaskClient GetClient(string? name = null);
}
