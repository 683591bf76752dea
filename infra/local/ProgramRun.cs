using System.Runtime.InteropServices;
using ItsmServerless.Local.Hosting;

namespace ItsmServerless.Local;

/// <summary>One run of the program: starts, tells where everything is, and ends on SIGINT or SIGTERM.</summary>
internal static class ProgramRun
{
    private static readonly string[] AsksForHelp = ["--help", "-h", "-?"];

    /// <summary>Returns the exit code: 0 when it was asked to end, 1 when it could not start or fell over.</summary>
    /// <remarks>A second signal ends the process at once, as if nobody heard it; nothing is lost by that.</remarks>
    public static Task<int> RunAsync(
        string[] arguments, Func<string, string?> environment, TextWriter output, TextWriter errors) =>
        RunAsync(FunctionApp.Product, overrides: null, arguments, environment, output, errors);

    /// <summary>The same with another app, or other services.</summary>
    public static async Task<int> RunAsync(
        Func<FunctionApp> app, Action<IServiceCollection>? overrides,
        string[] arguments, Func<string, string?> environment, TextWriter output, TextWriter errors)
    {
        if (arguments.Intersect(AsksForHelp, StringComparer.Ordinal).Any())
        {
            await output.WriteLineAsync(LocalOptions.Help);
            return 0;
        }
        using var asked = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        try
        {
            var options = LocalOptions.Parse(arguments, environment);
            await using var host = await LocalHost.StartAsync(app, options, overrides, output.WriteLine, asked.Token);
            await TellAsync(host, options, output);
            return await EndAsync(host, asked.Token) ? 0 : 1;
        }
        catch (StartFailedException refused)
        {
            await errors.WriteLineAsync(refused.Message);
            return 1;
        }
        catch (OperationCanceledException) when (asked.IsCancellationRequested)
        {
            return 0;
        }

        void End(PosixSignalContext signal)
        {
            signal.Cancel = !asked.IsCancellationRequested;
            asked.Cancel();
        }
    }

    private static async Task TellAsync(LocalHost host, LocalOptions options, TextWriter output)
    {
        await output.WriteLineAsync($"Listening on {host.Url}");
        if (host.ApiKey is { } apiKey)
        {
            await output.WriteLineAsync("Tenant demo");
            await output.WriteLineAsync($"API key {apiKey}");
        }
        if (options.OperatorKey is null)
            await output.WriteLineAsync($"Operator key {host.OperatorKey}");
        foreach (var line in host.FunctionKeys)
            await output.WriteLineAsync(line);
        await output.WriteLineAsync($"API reference {host.Url}/docs");
        await output.WriteLineAsync($"Developer's desk {host.Url}/_local");
    }

    /// <summary>Waits until someone asks for the end; <see langword="false"/> when the host fell over by
    /// itself.</summary>
    private static async Task<bool> EndAsync(LocalHost host, CancellationToken asked)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(asked, host.Ending);
        await Task.Delay(Timeout.InfiniteTimeSpan, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return asked.IsCancellationRequested;
    }
}
