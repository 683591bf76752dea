using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Intake.Alerts;

/// <summary>How many incidents a source began in a minute, and in the one before.</summary>
/// <param name="Minute">Since 1970.</param>
public sealed record AlertRate(long Minute, int Count, int Before)
{
    /// <summary>Of a source that began none.</summary>
    public static AlertRate None { get; } = new(0, 0, 0);

    /// <summary>The rate with one more; what comes late counts for the minute that is on.</summary>
    public AlertRate Plus(long minute) => minute <= Minute
        ? this with { Count = Count + 1 }
        : new(minute, 1, minute == Minute + 1 ? Count : 0);

    /// <summary>A storm begins with the first one too many, and goes on until a whole minute has passed
    /// without.</summary>
    public bool IsStorm(int most) => Count > most || Before > most;
}

/// <summary>Counts the incidents that each source would begin.</summary>
/// <remarks>One row of table <c>lookups</c> for each source. The count may be one too high where a process
/// died.</remarks>
public sealed class AlertStorms(Tables tables)
{
    private const string Row = "rate";
    private const int Tries = 20;
    private readonly RecordGate gate = new();

    /// <summary>Counts one more. A read and a write, more when other processes count at the same time; those of this
    /// one wait for each other.</summary>
    public async Task<bool> Count(ReceivedAlert received, CancellationToken cancel)
    {
        var minute = received.Receipt.ReceivedAt.ToUnixTimeSeconds() / 60;
        using var turn = await gate.Enter(received.Tenant, received.Source.Id, cancel);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var (rate, etag) = await Find(received, cancel);
            var counted = rate.Plus(minute);
            if (await TryWrite(received, counted, etag, cancel))
                return counted.IsStorm(received.Source.Alerts.StormAbove);
        }
        return true; // So many at once that counting is the trouble.
    }

    private async Task<(AlertRate Rate, ETag ETag)> Find(ReceivedAlert received, CancellationToken cancel)
    {
        var found = await Table(received).GetEntityIfExistsAsync<TableEntity>(
            Partition(received), Row, cancellationToken: cancel);
        return found is { HasValue: true, Value: { } row }
            ? (new(row.GetInt64("Minute")!.Value, row.GetInt32("Count")!.Value, row.GetInt32("Before")!.Value), row.ETag)
            : (AlertRate.None, default);
    }

    private async Task<bool> TryWrite(ReceivedAlert received, AlertRate rate, ETag etag, CancellationToken cancel)
    {
        var row = new TableEntity(Partition(received), Row)
        {
            ["Minute"] = rate.Minute,
            ["Count"] = rate.Count,
            ["Before"] = rate.Before,
        };
        try
        {
            if (etag == default) await Table(received).AddEntityAsync(row, cancel);
            else await Table(received).UpdateEntityAsync(row, etag, TableUpdateMode.Replace, cancel);
            return true;
        }
        catch (RequestFailedException taken) when (taken.Status is 409 or 412)
        {
            return false;
        }
    }

    private TableClient Table(ReceivedAlert received) => tables.Of(received.Tenant, TableNames.Lookups);

    private static string Partition(ReceivedAlert received) => $"alerts|{received.Source.Id}";
}
