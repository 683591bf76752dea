using System.Globalization;

namespace ItsmServerless.Tests.Benchmarks.Chaos;

/// <summary>Shows how far it is: a bar on a terminal, a line every ten seconds elsewhere.</summary>
internal sealed class ChaosProgress : IDisposable
{
    private const int Width = 40;
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(500), Elsewhere = TimeSpan.FromSeconds(10);

    private readonly TextWriter _output;
    private readonly int _all;
    private readonly Func<(int Done, int Kills)> _read;
    private readonly bool _isTerminal = !Console.IsOutputRedirected;
    private readonly Timer _timer;

    /// <summary>Begins to show.</summary>
    public ChaosProgress(TextWriter output, int all, Func<(int Done, int Kills)> read)
    {
        (_output, _all, _read) = (output, all, read);
        var every = _isTerminal ? OnTerminal : Elsewhere;
        _timer = new(_ => Show(), state: null, every, every);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Show()
    {
        var (done, kills) = _read();
        var bar = new string('#', Width * done / _all).PadRight(Width, '.');
        var text = string.Create(CultureInfo.InvariantCulture, $"[{bar}] {done} of {_all} acknowledged, {kills} kills");
        if (_isTerminal) _output.Write($"\r{text}  ");
        else _output.WriteLine(text);
    }
}
