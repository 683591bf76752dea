using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Client;

/// <summary>Adds clients to an app.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>The builder of the client of that name, which is added when it is new.</summary>
    /// <remarks>The client of the default name is the one that is injected.</remarks>
    public static IDurableTaskClientBuilder AddDurableTaskClient(this IServiceCollection services, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<IDurableTaskClientProvider, DefaultDurableTaskClientProvider>();
        var builders = Builders.Of<IDurableTaskClientBuilder>(services);
        if (builders.TryGetValue(name ?? Options.DefaultName, out var known))
            return known;
        var builder = new DefaultDurableTaskClientBuilder(name ?? Options.DefaultName, services);
        builders.Add(builder.Name, builder);
        services.AddOptions<DurableTaskClientOptions>(builder.Name)
            .PostConfigure<IServiceProvider>(TakeConverterOfServices);
        services.AddSingleton(provider => new DefaultDurableTaskClientProvider.Entry(builder.Build(provider)));
        if (builder.Name == Options.DefaultName)
            builder.RegisterDirectly();
        return builder;
    }

    /// <summary>Adds the default client.</summary>
    public static IServiceCollection AddDurableTaskClient(
        this IServiceCollection services, Action<IDurableTaskClientBuilder> configure) =>
        services.AddDurableTaskClient(Options.DefaultName, configure);

    /// <summary>Adds a client of that name.</summary>
    public static IServiceCollection AddDurableTaskClient(
        this IServiceCollection services, string name, Action<IDurableTaskClientBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(services.AddDurableTaskClient(name));
        return services;
    }

    private static void TakeConverterOfServices(DurableTaskClientOptions options, IServiceProvider services)
    {
        if (!options.IsDataConverterSet && services.GetService<DataConverter>() is { } converter)
            options.DataConverter = converter;
    }
}
