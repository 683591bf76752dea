using System.Runtime.ExceptionServices;
using Azure;
using ItsmServerless.Local.Clock;
using ItsmServerless.Local.Durable;
using ItsmServerless.Local.Durable.Storage;
using ItsmServerless.Local.Http;
using ItsmServerless.Local.ServiceBus;
using ItsmServerless.Local.Timers;

namespace ItsmServerless.Local.Hosting;

/// <summary>What a running host consists of, in the order of its start; it ends in the reverse.</summary>
internal sealed class HostParts : IAsyncDisposable
{
    private readonly Stack<Func<ValueTask>> _endings = new();
    private bool _isKilled;

    private HostParts()
    {
    }

    /// <summary>What it stands on.</summary>
    public LocalEnvironment Environment { get; private set; } = null!;

    /// <summary>The server with all services.</summary>
    public WebApplication App { get; private set; } = null!;

    /// <summary>Starts everything, or nothing.</summary>
    public static async Task<HostParts> StartAsync(
        FunctionApp app,
        LocalOptions options,
        Action<IServiceCollection>? overrides,
        Action<string> say,
        CancellationToken cancellationToken)
    {
        var parts = new HostParts();
        try
        {
            await parts.BeginAsync(app, options, overrides, say, cancellationToken);
            return parts;
        }
        catch (Exception failure)
        {
            await parts.DisposeAsync();
            ExceptionDispatchInfo.Throw(Explained(failure));
            throw;
        }
    }

    /// <summary>Ends everything, also what comes after something that fails to end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_endings.TryPop(out var end))
            return;
        try
        {
            await end();
        }
        finally
        {
            await DisposeAsync();
        }
    }

    /// <summary>Shuts storage first, so nothing that still runs can change it; then waits for nothing.</summary>
    public async Task KillAsync()
    {
        _isKilled = true;
        App.Services.GetRequiredService<StorageGate>().Shut();
        App.Services.GetRequiredService<TimerTriggers>().Abandon();
        await App.Services.GetRequiredService<LocalServiceBus>().DisposeAsync();
        await App.Services.GetRequiredService<DurableEngine>().AbandonAsync(CancellationToken.None);
        await DisposeAsync();
    }

    private async Task BeginAsync(
        FunctionApp app,
        LocalOptions options,
        Action<IServiceCollection>? overrides,
        Action<string> say,
        CancellationToken cancellationToken)
    {
        var listener = Keep(Listener.Take(options.Port));
        var storage = await LocalStorage.StartAsync(options, say, cancellationToken);
        _endings.Push(() => _isKilled ? storage.LetGo() : storage.DisposeAsync());
        Environment = EnvironmentOf(options, storage, listener.Url, say);
        App = Server.Build(app, Environment, listener, overrides);
        _endings.Push(() => StopServerAsync(options.Grace));
        await App.StartAsync(cancellationToken);
    }

    private LocalEnvironment EnvironmentOf(LocalOptions options, LocalStorage storage, string url, Action<string> say)
    {
        var secrets = options.Ephemeral ? LocalSecrets.Generate() : LocalSecrets.LoadOrCreate(storage.Directory);
        var time = Keep(HostClock.Of(options, storage.Directory, say));
        var owner = Keep(OwnerFile.Open(storage.Directory));
        return new LocalEnvironment(
            url, storage.ConnectionString, options.Prefix, time.Provider, new Quiescence(), secrets,
            options.OperatorKey ?? secrets.OperatorKey, owner.LeaseId);
    }

    private T Keep<T>(T part)
        where T : IDisposable
    {
        _endings.Push(() =>
        {
            part.Dispose();
            return ValueTask.CompletedTask;
        });
        return part;
    }

    private async ValueTask StopServerAsync(TimeSpan grace)
    {
        if (_isKilled)
            await BreakOffAsync();
        else
            await new ServerEnd(App, grace).RunAsync();
        await App.DisposeAsync();
    }

    private async Task BreakOffAsync()
    {
        try
        {
            await App.StopAsync(new CancellationToken(canceled: true));
        }
        catch (Exception)
        {
            // Killed: what could not end in time is left as it is.
        }
    }

    /// <summary>What a person can mend is said in one line; a bug keeps its own words.</summary>
    private static Exception Explained(Exception failure) => failure switch
    {
        RequestFailedException away => new StartFailedException($"Storage does not answer: {FirstLine(away)}", away),
        InvalidOperationException setting when setting.Message.StartsWith("Setting ", StringComparison.Ordinal) =>
            new StartFailedException(setting.Message, setting),
        _ => failure,
    };

    private static string FirstLine(Exception failure) => failure.Message.Split('\n', 2)[0].Trim();
}
