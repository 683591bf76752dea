using NodaTime;

namespace ItsmServerless.Notifications.Budgets;

/// <summary>How many of something may be sent within a time that moves with the clock.</summary>
/// <param name="Subject">What is counted, e.g. mails to one address.</param>
public sealed record MailBudget(string Subject, int Most, Duration Window);

/// <summary>What was taken of a budget within its time, the oldest first.</summary>
/// <remarks>By name, so that what is taken twice, after a crash, counts once.</remarks>
public sealed record Taken(IReadOnlyList<(long Milliseconds, string Key)> Entries)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; what is older than the window is gone.</summary>
    public static Taken Read(string? text, Instant since) => new(
    [
        .. (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
            .Select(parts => (long.Parse(parts[0]), parts[1]))
            .Where(entry => entry.Item1 > since.ToUnixTimeMilliseconds()),
    ]);

    /// <summary>Whether it was taken under this name.</summary>
    public bool Has(string key) => Entries.Any(entry => entry.Key == key);

    /// <summary>With one more.</summary>
    public Taken With(Instant at, string key) => new([.. Entries, (at.ToUnixTimeMilliseconds(), key)]);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join('\n', Entries.Select(entry => $"{entry.Milliseconds} {entry.Key}"));
}
