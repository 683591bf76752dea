using Microsoft.DurableTask.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Worker;

/// <summary>The builder behind <see cref="ServiceCollectionExtensions"/>.</summary>
internal sealed class DefaultDurableTaskWorkerBuilder(string name, IServiceCollection services)
    : IDurableTaskWorkerBuilder
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
                TaskTypes.EnsureIs<DurableTaskWorker>(value);
            _buildTarget = value;
        }
    }

    public IHostedService Build(IServiceProvider serviceProvider)
    {
        if (_buildTarget is null)
        {
            throw new InvalidOperationException(
                "The worker has no build target: nothing said with what it runs, such as 'UseBuildTarget'.");
        }

        var registry = serviceProvider.GetRequiredService<IOptionsMonitor<DurableTaskRegistry>>().Get(name);
        return (IHostedService)ActivatorUtilities.CreateInstance(
            serviceProvider, _buildTarget, name, new DurableTaskFactory(registry));
    }
}
