namespace ItsmServerless.Local.Hosting;

/// <summary>The end of a host's work over HTTP: nothing new comes in, what is at work ends, or is given up.</summary>
internal sealed class Drain : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _givenUp = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _atWork;
    private bool _hasBegun;

    /// <summary>Cancelled when invocations that still run are to break off, of whatever trigger.</summary>
    public CancellationToken GivenUp => _givenUp.Token;

    /// <summary>Whether a request may still come in; if so, <see cref="Leave"/> follows.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (!_hasBegun)
                _atWork++;
            return !_hasBegun;
        }
    }

    /// <summary>A request that came in has its answer.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _atWork--;
            CompleteWhenEmpty();
        }
    }

    /// <summary>Lets nothing in any more; completes when everything that came in has its answer.</summary>
    public Task BeginAsync()
    {
        lock (_lock)
        {
            _hasBegun = true;
            CompleteWhenEmpty();
        }
        return _empty.Task;
    }

    /// <summary>Tells whatever still runs to break off.</summary>
    public void GiveUp() => _givenUp.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _givenUp.Dispose();

    private void CompleteWhenEmpty()
    {
        if (_hasBegun && _atWork == 0)
            _empty.TrySetResult();
    }
}
