using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using ItsmServerless.Local.Azurite;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>The product as a process of its own: started as a person starts it, killed as nobody should.</summary>
/// <remarks>
/// Each has a data directory of its own, kept over <see cref="KillAsync"/>, <see cref="StopAsync()"/> and
/// <see cref="StartAgainAsync"/>, and removed at the end together with the emulator a kill left behind.
/// The port, and with it <see cref="Url"/> and the clients, is another after every start.
/// </remarks>
public sealed class ProductProcess : IAsyncDisposable
{
    /// <summary>What <c>dotnet</c> starts the product with.</summary>
    public static readonly IReadOnlyList<string> Product =
        [Path.Combine(AppContext.BaseDirectory, "ItsmServerless.Local.dll")];

    private const string LastLine = "Developer's desk ";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("itsm-product-");
    private readonly string[] _arguments;
    private ConcurrentQueue<string> _output = [];
    private ConcurrentQueue<string> _errors = [];
    private Process? _process;

    private ProductProcess(string[] arguments) => _arguments = arguments;

    /// <summary>What is started: the product, or what takes its options and prints its lines.</summary>
    public IReadOnlyList<string> Program { get; set; } = Product;

    /// <summary>What it printed, line by line.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>What it logged and complained about.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>Where it listens.</summary>
    public string Url => Printed("Listening on ");

    /// <summary>The API key of the tenant <c>demo</c>.</summary>
    public string ApiKey => Printed("API key ");

    /// <summary>The operator's key.</summary>
    public string OperatorKey => Printed("Operator key ");

    /// <summary>Where its data is.</summary>
    public string DataDirectory => _data.FullName;

    /// <summary>Speaks as the admin of the tenant <c>demo</c>; with <c>--no-seed</c> as the operator.</summary>
    public HttpClient Client { get; private set; } = new();

    /// <summary>Speaks as the operator.</summary>
    public HttpClient Operator { get; private set; } = new();

    /// <summary>Starts it on any free port, with further arguments such as <c>--clock manual</c>.</summary>
    public static Task<ProductProcess> StartAsync(params string[] arguments) => StartAsync(Product, arguments);

    /// <summary>Starts another program that takes its options and prints its lines.</summary>
    public static async Task<ProductProcess> StartAsync(IReadOnlyList<string> program, string[] arguments)
    {
        var product = new ProductProcess(arguments) { Program = program };
        try
        {
            await product.StartAgainAsync();
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs the program to its end, for starts that are to fail.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var process = Begin([.. Product, .. arguments]);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await EndOfAsync(process);
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Starts it over the data of before.</summary>
    public async Task StartAgainAsync()
    {
        (_output, _errors) = ([], []);
        _process = Begin([.. Program, "--port", "0", "--data", DataDirectory, .. _arguments]);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Collect(_process, ready);
        using var late = new CancellationTokenSource(Patience);
        await Task.WhenAny(ready.Task, _process.WaitForExitAsync(late.Token));
        if (!ready.Task.IsCompleted)
        {
            var said = string.Join('\n', _output.Concat(_errors));
            throw new InvalidOperationException($"The product did not start: {said}");
        }
        Client = Speaking(_arguments.Contains("--no-seed") ? OperatorKey : ApiKey);
        Operator = Speaking(OperatorKey);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(); // Nothing, when it has ended.
        await EndOfAsync(_process);
    }

    /// <summary>Ctrl-C.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> StopAsync() => StopAsync("INT");

    /// <summary>Ends it by a signal such as <c>TERM</c>, and waits.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process!.Id}"]);
        await kill.WaitForExitAsync();
        await EndOfAsync(_process);
        return _process.ExitCode;
    }

    /// <summary>Whether it has ended, by itself or not.</summary>
    public bool HasExited => _process is null or { HasExited: true };

    /// <summary>Whether the storage emulator of its data runs.</summary>
    public bool HasStorage => new AzuriteState(DataDirectory).FindRunning() is not null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await KillAsync();
        await new AzuriteState(DataDirectory).StopAsync();
        _process?.Dispose();
        Client.Dispose();
        Operator.Dispose();
        _data.Delete(recursive: true);
    }

    private static Process Begin(IEnumerable<string> command)
    {
        var start = new ProcessStartInfo("dotnet", command)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("ITSM_OPERATOR_KEY");
        return Process.Start(start)!;
    }

    private static async Task EndOfAsync(Process process)
    {
        using var late = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(late.Token);
    }

    private void Collect(Process process, TaskCompletionSource ready)
    {
        var (output, errors) = (_output, _errors);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                return;
            output.Enqueue(line.Data);
            if (line.Data.StartsWith(LastLine, StringComparison.Ordinal))
                ready.TrySetResult();
        };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                errors.Enqueue(line.Data);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private HttpClient Speaking(string credential) => new()
    {
        BaseAddress = new Uri(Url),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", credential) },
    };

    private string Printed(string start) =>
        _output.First(line => line.StartsWith(start, StringComparison.Ordinal))[start.Length..];
}
