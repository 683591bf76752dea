using ItsmServerless.Local.Clock;
using Xunit;

namespace ItsmServerless.Tests.Unit.Clock;

public sealed class QuiescenceTests
{
    private readonly Quiescence _quiescence = new();

    [Fact]
    public async Task WhenQuiet_WithNothingAtWork_Completes() => await _quiescence.WhenQuiet(default);

    [Fact]
    public async Task WhenQuiet_WaitsForAllThatIsTracked()
    {
        var one = _quiescence.Track();
        var other = _quiescence.Track();
        var quiet = _quiescence.WhenQuiet(default);
        one.Dispose();
        one.Dispose();
        Assert.True(_quiescence.IsBusy);
        Assert.False(quiet.IsCompleted);
        other.Dispose();
        await quiet;
        Assert.False(_quiescence.IsBusy);
    }

    [Fact]
    public async Task WhenQuiet_WaitsForWhatIsWatched()
    {
        var busy = true;
        _quiescence.Watch(() => Volatile.Read(ref busy));
        var quiet = _quiescence.WhenQuiet(default);
        Assert.False(quiet.IsCompleted);
        Volatile.Write(ref busy, false);
        await quiet;
    }

    [Fact]
    public async Task WhenQuiet_AcrossAChainOfHandOvers_CompletesAfterTheLast()
    {
        var done = 0;
        _ = LinkAsync(_quiescence.Track(), left: 50);
        await _quiescence.WhenQuiet(default);
        Assert.Equal(50, Volatile.Read(ref done));

        async Task LinkAsync(IDisposable work, int left)
        {
            await Task.Yield();
            Interlocked.Increment(ref done);
            if (left > 1)
                _ = LinkAsync(_quiescence.Track(), left - 1);
            work.Dispose();
        }
    }

    [Fact]
    public async Task WhenQuiet_Cancelled_StopsWaiting()
    {
        using var work = _quiescence.Track();
        using var cancelled = new CancellationTokenSource();
        var quiet = _quiescence.WhenQuiet(cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => quiet);
    }
}
