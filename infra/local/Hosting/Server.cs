using ItsmServerless.Local.Desk;
using ItsmServerless.Local.Desk.Overview;
using ItsmServerless.Local.Http;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.Extensions.Logging.Console;

namespace ItsmServerless.Local.Hosting;

/// <summary>Puts the server together: Kestrel, the runtime, the app.</summary>
internal static class Server
{
    /// <summary>A server that is ready to be started.</summary>
    /// <exception cref="StartFailedException">A function cannot be hosted; the message names it.</exception>
    public static WebApplication Build(
        FunctionApp app, LocalEnvironment environment, Listener listener, Action<IServiceCollection>? overrides)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Local" });
        builder.Configuration.AddConfiguration(environment.Settings());
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateScopes = provider.ValidateOnBuild = true);
        listener.Serve(builder);
        AddFramework(builder);
        var worker = new LocalWorkerBuilder(builder.Services);
        var runs = new FunctionRuns(environment.Time);
        worker.Use(runs.Around);
        builder.Services.AddSingleton(app.Catalog).AddSingleton(worker).AddSingleton(runs).AddRuntime(environment);
        app.Configure(worker, builder.Configuration);
        builder.Services.AddTriggers(environment).AddDesk(environment);
        overrides?.Invoke(builder.Services);
        var server = builder.Build();
        FunctionClasses.RefuseUnmakeable(app.Catalog, server.Services.GetRequiredService<IServiceProviderIsService>());
        MapAll(server, app.Catalog);
        environment.Quiescence.Watch(() => app.IsBusy(server.Services));
        return server;
    }

    private static void AddFramework(WebApplicationBuilder builder)
    {
        builder.Services.AddRoutingCore().Configure<RouteOptions>(
            routes => routes.SetParameterPolicy<RegexInlineRouteConstraint>("regex"));
        builder.Services.AddMvcCore(); // What an IActionResult needs to be written.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        builder.Services.AddSingleton<IHostLifetime, OwnerDecides>();
        builder.Logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddConfiguration(builder.Configuration.GetSection("Logging"))
            .AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private static void MapAll(WebApplication server, FunctionCatalog catalog)
    {
        server.UseDeskGuard();
        server.Services.GetRequiredService<HttpTriggers>().Map(server, catalog);
        server.MapDesk();
    }

    /// <summary>The host ends when its owner says so: signals are the program's affair, of one host among
    /// several.</summary>
    private sealed class OwnerDecides : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
