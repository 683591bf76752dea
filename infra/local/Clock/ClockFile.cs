using System.Globalization;

namespace ItsmServerless.Local.Clock;

/// <summary>Keeps the manual clock's reading beside the data it belongs to.</summary>
public sealed class ClockFile(string dataDirectory)
{
    private readonly string _path = Path.Combine(dataDirectory, "clock.txt");

    /// <summary>Where a manual clock over this data starts: the later of its last reading and the system's.</summary>
    /// <remarks>So it never starts before anything that was written, whichever clock ran then.</remarks>
    public DateTimeOffset StartAt(DateTimeOffset systemNow)
    {
        var stored = File.Exists(_path) ? Parse(File.ReadAllText(_path)) : DateTimeOffset.MinValue;
        return stored > systemNow ? stored : systemNow;
    }

    /// <summary>Stores a reading; the old one stays whole until the new one is.</summary>
    public async Task SaveAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var draft = _path + ".new";
        await File.WriteAllTextAsync(draft, now.ToString("O", CultureInfo.InvariantCulture), cancellationToken);
        File.Move(draft, _path, overwrite: true);
    }

    private static DateTimeOffset Parse(string text) =>
        DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
