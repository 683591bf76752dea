using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.DurableTask.Client;

/// <summary>Says with what a client works, and how.</summary>
public static class DurableTaskBuilderExtensions
{
    /// <summary>Sets options.</summary>
    public static IDurableTaskClientBuilder Configure(
        this IDurableTaskClientBuilder builder, Action<DurableTaskClientOptions> configure)
    {
        builder.Services.Configure(builder.Name, configure);
        return builder;
    }

    /// <summary>Makes the client the one that is injected; only the first to ask becomes it.</summary>
    public static IDurableTaskClientBuilder RegisterDirectly(this IDurableTaskClientBuilder builder)
    {
        builder.Services.TryAddSingleton(
            services => services.GetRequiredService<IDurableTaskClientProvider>().GetClient(builder.Name));
        return builder;
    }

    /// <summary>Says with which class the client works.</summary>
    public static IDurableTaskClientBuilder UseBuildTarget(this IDurableTaskClientBuilder builder, Type target)
    {
        builder.BuildTarget = target;
        return builder;
    }

    /// <inheritdoc cref="UseBuildTarget(IDurableTaskClientBuilder, Type)"/>
    public static IDurableTaskClientBuilder UseBuildTarget<TTarget>(this IDurableTaskClientBuilder builder)
        where TTarget : DurableTaskClient => builder.UseBuildTarget(typeof(TTarget));

    /// <summary>Sets the version of orchestrations whose start names none.</summary>
    public static IDurableTaskClientBuilder UseDefaultVersion(
        this IDurableTaskClientBuilder builder, string version) =>
        builder.Configure(options => options.DefaultVersion = version);
}
