using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask;

/// <summary>The builders of one kind that an app has begun, by their names.</summary>
internal static class Builders
{
    public static Dictionary<string, TBuilder> Of<TBuilder>(IServiceCollection services)
    {
        var known = services.Select(service => service.IsKeyedService ? null : service.ImplementationInstance)
            .OfType<Dictionary<string, TBuilder>>()
            .FirstOrDefault();
        if (known is not null)
            return known;
        var made = new Dictionary<string, TBuilder>(StringComparer.Ordinal);
        services.AddSingleton(made);
        return made;
    }
}
