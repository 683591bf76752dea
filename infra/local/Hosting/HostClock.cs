using ItsmServerless.Local.Clock;

namespace ItsmServerless.Local.Hosting;

/// <summary>The clock a host follows.</summary>
internal sealed class HostClock : IDisposable
{
    private HostClock(TimeProvider provider) => Provider = provider;

    /// <summary>The system's clock, or a <see cref="ManualClock"/>.</summary>
    public TimeProvider Provider { get; }

    /// <summary>The one the options ask for; a manual one goes on where it stood.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="directory">Where a manual clock's reading is kept.</param>
    /// <param name="say">Told when the data is of a later time than the system's clock.</param>
    public static HostClock Of(LocalOptions options, string directory, Action<string> say)
    {
        var now = TimeProvider.System.GetUtcNow();
        var file = new ClockFile(directory);
        if (options.ManualClock)
            return new HostClock(new ManualClock(file.StartAt(now), options.Ephemeral ? null : file.SaveAsync));
        if (file.StartAt(now) is var stored && stored > now)
            say($"The data was last used at {stored:u} by a manual clock; pass --clock manual to go on from there.");
        return new HostClock(TimeProvider.System);
    }

    /// <inheritdoc/>
    public void Dispose() => (Provider as IDisposable)?.Dispose();
}
