using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Client;

/// <summary>The builder behind <see cref="ServiceCollectionExtensions"/>.</summary>
internal sealed class DefaultDurableTaskClientBuilder(string name, IServiceCollection services)
    : IDurableTaskClientBuilder
{
    private Type? _buildTarget;

    public string Name => name;

    public IServiceCollection Services => services;

    public Type? BuildTarget
    {
        get => _buildTarget;
        set
        {
            if (value is not null)
                TaskTypes.EnsureIs<DurableTaskClient>(value);
            _buildTarget = value;
        }
    }

    public DurableTaskClient Build(IServiceProvider serviceProvider) => _buildTarget is null
        ? throw new InvalidOperationException(
            "The client has no build target: nothing said with what it works, such as 'UseBuildTarget'.")
        : (DurableTaskClient)ActivatorUtilities.CreateInstance(serviceProvider, _buildTarget, name);
}

/// <summary>The clients of an app.</summary>
internal sealed class DefaultDurableTaskClientProvider(IEnumerable<DefaultDurableTaskClientProvider.Entry> entries)
    : IDurableTaskClientProvider
{
    public DurableTaskClient GetClient(string? name = null) =>
        entries.FirstOrDefault(entry => entry.Client.Name == (name ?? Options.DefaultName))?.Client
        ?? throw new ArgumentOutOfRangeException(nameof(name), name, "There is no client of that name.");

    // Not the client itself, so that the app has at most one that is injected.
    internal sealed record Entry(DurableTaskClient Client) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Client.DisposeAsync();
    }
}
