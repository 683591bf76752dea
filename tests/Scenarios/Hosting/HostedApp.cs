using ItsmServerless.Local;
using ItsmServerless.Local.Hosting;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>A host of the functions of one class, over storage and a data directory of its own.</summary>
/// <remarks>Both outlive <see cref="StartAgainAsync"/>, and are removed at the end.</remarks>
internal sealed class HostedApp : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("itsm-app-");
    private readonly StorageScope _scope;
    private readonly Setup _setup;

    private HostedApp(StorageFixture storage, Setup setup) => (_scope, _setup) = (storage.Scope(), setup);

    /// <summary>The host of the last start.</summary>
    public LocalHost Host { get; private set; } = null!;

    /// <summary>Speaks to it, without any credential.</summary>
    public HttpClient Client { get; private set; } = new();

    /// <summary>Starts it.</summary>
    public static async Task<HostedApp> StartAsync(StorageFixture storage, Setup setup)
    {
        var app = new HostedApp(storage, setup);
        try
        {
            await app.StartAgainAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the host that runs, and starts another over the same data.</summary>
    /// <param name="later">How far its manual clock is moved in between.</param>
    public async Task StartAgainAsync(TimeSpan later = default)
    {
        if (Host is not null)
            await StopAsync(later);
        else if (_setup.StartAt is { } start)
            await SetClockAsync(start);
        Host = await LocalHost.StartAsync(App, Options(), Override, say: null, CancellationToken.None);
        Client = new HttpClient { BaseAddress = new Uri(Host.Url) };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Host is not null)
            await Host.DisposeAsync();
        Client.Dispose();
        await _scope.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private async Task StopAsync(TimeSpan later)
    {
        await Host.DisposeAsync();
        Client.Dispose();
        if (later > TimeSpan.Zero)
            await SetClockAsync(Host.Clock!.GetUtcNow() + later);
    }

    private Task SetClockAsync(DateTimeOffset to) =>
        File.WriteAllTextAsync(Path.Combine(_data.FullName, "clock.txt"), to.ToString("O"));

    private FunctionApp App() => new(
        FunctionCatalog.Of(_setup.Functions), (worker, _) => _setup.Configure?.Invoke(worker), _ => false);

    private LocalOptions Options() => new()
    {
        Port = 0,
        Data = _data.FullName,
        Storage = _scope.ConnectionString,
        Prefix = _scope.Prefix,
        ManualClock = _setup.StartAt is not null,
        Grace = _setup.Grace,
        Seed = false,
    };

    private void Override(IServiceCollection services)
    {
        services.AddLogging(logging => logging.ClearProviders());
        if (_setup.HostFile is { } hostFile)
            services.Replace(ServiceDescriptor.Singleton(HostSettings.Parse(hostFile)));
        if (_setup.Settings is { } settings)
        {
            services.AddSingleton<IConfiguration>(
                new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        }
    }

    /// <summary>What is hosted, and how.</summary>
    /// <param name="Functions">The class with the functions.</param>
    internal sealed record Setup(Type Functions)
    {
        /// <summary>Adds middleware and services.</summary>
        public Action<IFunctionsWorkerApplicationBuilder>? Configure { get; init; }

        /// <summary>Takes the place of the product's <c>host.json</c>.</summary>
        public string? HostFile { get; init; }

        /// <summary>The settings, where triggers name some.</summary>
        public Dictionary<string, string?>? Settings { get; init; }

        /// <summary>Where a clock stands, some time ahead, until it is moved; without it time passes.</summary>
        public DateTimeOffset? StartAt { get; init; }

        /// <summary>How long what is at work may take to end.</summary>
        public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);
    }
}
