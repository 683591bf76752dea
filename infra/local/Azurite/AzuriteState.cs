using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace ItsmServerless.Local.Azurite;

/// <summary>What <c>azurite.cjs</c> leaves in the data directory about the Azurite it started.</summary>
internal sealed class AzuriteState(string dataDirectory)
{
    /// <summary>How far two readings of one start may be apart: the system's counts from boot.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _record = Path.Combine(dataDirectory, "azurite.json");
    private readonly string _stop = Path.Combine(dataDirectory, "azurite.stop");
    private readonly FileInfo _log = new(Path.Combine(dataDirectory, "azurite.log"));

    /// <summary>Whether it was asked to end and has not yet.</summary>
    public bool IsAskedToStop => File.Exists(_stop);

    /// <summary>The recorded process, if it is still that Azurite.</summary>
    public Record? FindRunning()
    {
        try
        {
            var record = JsonSerializer.Deserialize<Record>(File.ReadAllText(_record), JsonSerializerOptions.Web);
            return record is not null && IsRunning(record) ? record : null;
        }
        catch (Exception none) when (none is IOException or JsonException)
        {
            return null; // Ended by itself, or cut off by a power failure, which also ended it.
        }
    }

    /// <summary>Waits until it listens; <see langword="null"/> when it ended instead, or never did.</summary>
    public async Task<AzuriteEndpoints?> ListeningAsync(CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (FindRunning() is not null && TimeProvider.System.GetElapsedTime(since) < Patience)
        {
            if (AzuriteEndpoints.Find(ReadLog()) is { } endpoints)
                return endpoints;
            await Task.Delay(Look, cancellationToken);
        }
        return null;
    }

    /// <summary>Asks it to end and waits until it has written everything and has ended.</summary>
    public async Task StopAsync()
    {
        if (FindRunning() is null)
            return;
        await File.WriteAllTextAsync(_stop, string.Empty);
        var since = TimeProvider.System.GetTimestamp();
        while (FindRunning() is not null)
        {
            if (TimeProvider.System.GetElapsedTime(since) > Patience)
                throw new TimeoutException($"The storage emulator of {dataDirectory} does not end.");
            await Task.Delay(Look);
        }
    }

    /// <summary>What it said last.</summary>
    public string LastWords() =>
        ReadLog().Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault("it wrote nothing.");

    private static bool IsRunning(Record record)
    {
        try
        {
            using var process = Process.GetProcessById(record.Pid);
            return (process.StartTime.ToUniversalTime() - record.StartedAt.UtcDateTime).Duration() < Tolerance;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false; // No such process, or one of another user, which is not ours.
        }
    }

    private string ReadLog()
    {
        _log.Refresh();
        if (!_log.Exists)
            return string.Empty;
        using var reader = new StreamReader(_log.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    /// <summary>A process and when it began: a pid alone may have a new owner.</summary>
    internal sealed record Record(int Pid, DateTimeOffset StartedAt);
}
