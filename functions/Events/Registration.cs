using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Events;

/// <summary>The services of the practice.</summary>
internal static class Registration
{
    public static IServiceCollection AddEvents(this IServiceCollection services) => services
        .AddSingleton<EventLedger>().AddSingleton<EventStretches>().AddSingleton<EventSignals>()
        .AddSingleton<EventNumbering>().AddSingleton<EventFeed>();
}
