using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Worker;

/// <summary>Adds workers to an app.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>The builder of the worker of that name, which is added when it is new.</summary>
    public static IDurableTaskWorkerBuilder AddDurableTaskWorker(this IServiceCollection services, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builders = Builders.Of<IDurableTaskWorkerBuilder>(services);
        if (builders.TryGetValue(name ?? Options.DefaultName, out var known))
            return known;
        var builder = new DefaultDurableTaskWorkerBuilder(name ?? Options.DefaultName, services);
        builders.Add(builder.Name, builder);
        services.AddOptions<DurableTaskRegistry>(builder.Name);
        services.AddOptions<DurableTaskWorkerOptions>(builder.Name)
            .PostConfigure<IServiceProvider>(TakeConverterOfServices);
        services.AddSingleton(provider => builder.Build(provider));
        return builder;
    }

    /// <summary>Adds a worker.</summary>
    public static IServiceCollection AddDurableTaskWorker(
        this IServiceCollection services, Action<IDurableTaskWorkerBuilder> configure) =>
        services.AddDurableTaskWorker(Options.DefaultName, configure);

    /// <summary>Adds a worker of that name.</summary>
    public static IServiceCollection AddDurableTaskWorker(
        this IServiceCollection services, string name, Action<IDurableTaskWorkerBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(services.AddDurableTaskWorker(name));
        return services;
    }

    private static void TakeConverterOfServices(DurableTaskWorkerOptions options, IServiceProvider services)
    {
        if (!options.IsDataConverterSet && services.GetService<DataConverter>() is { } converter)
            options.DataConverter = converter;
    }
}
