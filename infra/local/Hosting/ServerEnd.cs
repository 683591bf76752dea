namespace ItsmServerless.Local.Hosting;

/// <summary>Ends a server within a grace time: nothing new, then what is at work ends, then what does not is told to
/// break off, then everything stops.</summary>
internal sealed class ServerEnd(WebApplication app, TimeSpan grace)
{
    /// <summary>For what was told to break off, to do so.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    private readonly long _since = TimeProvider.System.GetTimestamp();

    /// <summary>Takes at most the grace time and two moments; what has not ended then is left as it is.</summary>
    /// <remarks>Nothing is lost by that: it is stored, and the next start goes on with it.</remarks>
    public async Task RunAsync()
    {
        await DrainAsync();
        using var close = new CancellationTokenSource(Left());
        try
        {
            await app.StopAsync(close.Token);
        }
        catch (Exception) when (close.IsCancellationRequested)
        {
            // It did not end in time; see the remarks.
        }
    }

    private async Task DrainAsync()
    {
        var drain = app.Services.GetRequiredService<Drain>();
        using var giveUp = new CancellationTokenSource(grace);
        // Registered first, so called last: a trigger must know that it gave up before its function says so.
        await using var breakOff = giveUp.Token.Register(drain.GiveUp);
        var ended = Task.WhenAll(
            drain.BeginAsync(), app.Services.GetRequiredService<Triggers>().DrainAsync(giveUp.Token));
        await ended.WaitAsync(grace + Moment).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private TimeSpan Left()
    {
        var left = grace - TimeProvider.System.GetElapsedTime(_since);
        return left > Moment ? left : Moment;
    }
}
