using ItsmServerless.Local.Clock;
using ItsmServerless.Local.Desk.Overview;
using ItsmServerless.Local.Hosting;

namespace ItsmServerless.Local;

/// <summary>The whole product in this process: functions, bus, engine, timers, desk, and the storage behind
/// them.</summary>
/// <remarks>Several may run in one process, each with its own data directory or table prefix.</remarks>
public sealed class LocalHost : IAsyncDisposable
{
    private readonly HostParts _parts;
    private bool _ended;

    private LocalHost(HostParts parts) => _parts = parts;

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Url => _parts.Environment.Url;

    /// <summary>The operator's credential.</summary>
    public string OperatorKey => _parts.Environment.OperatorKey;

    /// <summary>The API key of the tenant <c>demo</c>; <see langword="null"/> when it was not asked for.</summary>
    public string? ApiKey { get; private init; }

    /// <summary>A line for each key that functions ask for by their level; none when all are anonymous.</summary>
    internal IEnumerable<string> FunctionKeys =>
        _parts.Environment.Keys.LinesFor(_parts.App.Services.GetRequiredService<FunctionCatalog>());

    /// <summary>The services of runtime and app.</summary>
    public IServiceProvider Services => _parts.App.Services;

    /// <summary>The manual clock; <see langword="null"/> when the system's is followed.</summary>
    public ManualClock? Clock => _parts.Environment.ManualClock;

    /// <summary>Cancelled when the host ends, whoever ends it.</summary>
    internal CancellationToken Ending => _parts.App.Lifetime.ApplicationStopping;

    /// <summary>Starts it; returns when it serves.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="overrides">Changes services after all others, for tests.</param>
    /// <param name="say">Told, in a line each, what takes time or came out differently than asked.</param>
    /// <param name="cancellationToken">Gives up, ending what was started.</param>
    /// <exception cref="StartFailedException">It cannot; the message says in one line why.</exception>
    public static Task<LocalHost> StartAsync(
        LocalOptions options,
        Action<IServiceCollection>? overrides = null,
        Action<string>? say = null,
        CancellationToken cancellationToken = default) =>
        StartAsync(FunctionApp.Product, options, overrides, say, cancellationToken);

    /// <summary>Starts another app than the product.</summary>
    internal static async Task<LocalHost> StartAsync(
        Func<FunctionApp> app,
        LocalOptions options,
        Action<IServiceCollection>? overrides,
        Action<string>? say,
        CancellationToken cancellationToken)
    {
        var parts = await HostParts.StartAsync(app(), options, overrides, say ?? (_ => { }), cancellationToken);
        try
        {
            var apiKey = options.Seed ? await DemoTenant.EnsureAsync(parts.Environment, cancellationToken) : null;
            parts.App.Services.GetRequiredService<HostFacts>().ApiKey = apiKey;
            return new LocalHost(parts) { ApiKey = apiKey };
        }
        catch
        {
            await parts.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes once nothing is at work: requests, messages, orchestrations, timers.</summary>
    public Task WhenQuiet(CancellationToken cancellationToken = default) =>
        _parts.Environment.Quiescence.WhenQuiet(cancellationToken);

    /// <summary>Moves the manual clock and waits until all that became due has run.</summary>
    /// <exception cref="InvalidOperationException">The host follows the system's clock.</exception>
    public Task AdvanceAsync(TimeSpan by, CancellationToken cancellationToken = default) =>
        Clock is { } clock
            ? clock.AdvanceAsync(by, _parts.Environment.Quiescence, cancellationToken)
            : throw new InvalidOperationException("The host follows the system's clock.");

    /// <summary>Ends as a killed process does: nothing more is stored, and the emulator is left behind.</summary>
    public async Task KillAsync()
    {
        _ended = true;
        await _parts.KillAsync();
    }

    /// <summary>Takes no more requests, lets what is at work finish, then ends the storage it started.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ended)
            return;
        _ended = true;
        await _parts.DisposeAsync();
    }
}
