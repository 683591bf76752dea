using System.Collections.Concurrent;
using System.Threading.Channels;
using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.Kernel.Auth;

/// <summary>Writes down on which day a key was last used: once a day and key, within a minute, off the request's
/// path.</summary>
/// <remarks>A killed process loses what it had not written; the key's next use writes it.</remarks>
public sealed partial class KeyUses(Tables tables, Lists lists, Clock clock, TimeProvider time, ILogger<KeyUses> logger)
    : BackgroundService
{
    private const string Partition = "api-key-use";
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly LocalDatePattern Day = LocalDatePattern.Iso;
    private readonly ConcurrentDictionary<string, LocalDate> noted = new();
    private readonly Channel<Use> waiting = Channel.CreateUnbounded<Use>();

    /// <summary>Notes a use; costs nothing but memory.</summary>
    public void Note(TenantId tenant, string keyId)
    {
        var today = clock.Now.InUtc().Date;
        if (noted.TryGetValue(keyId, out var day) && day == today) return;
        noted[keyId] = today;
        waiting.Writer.TryWrite(new(tenant, keyId, today));
    }

    /// <summary>The days on which a tenant's keys were last used, by key id. One query over a small
    /// partition.</summary>
    public async Task<IReadOnlyDictionary<string, LocalDate>> Of(TenantId tenant, CancellationToken cancel) =>
        (await lists.All(tenant, TableNames.Settings, Partition, cancel)).ToDictionary(
            row => row.RowKey, row => Day.Parse(row.GetString("On")).Value, StringComparer.Ordinal);

    /// <summary>Stops, and writes what was noted before.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Write(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await Write(stoppingToken);
    }

    private async Task Write(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested && waiting.Reader.TryRead(out var use)) await TryWrite(use, cancel);
    }

    private async Task TryWrite(Use use, CancellationToken cancel)
    {
        try
        {
            var table = tables.Of(use.Tenant, TableNames.Settings);
            var row = new TableEntity(Partition, use.KeyId) { ["On"] = Day.Format(use.On) };
            if (!await IsWritten(table, row, cancel)) await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancel);
        }
        catch (Exception away) when (away is Azure.RequestFailedException or OperationCanceledException or AggregateException)
        {
            noted.TryRemove(use.KeyId, out _); // The next use tries again; a day's mark is worth no more.
            LogLost(logger, use.KeyId, away);
        }
    }

    /// <summary>Another instance may have been first.</summary>
    private static async Task<bool> IsWritten(TableClient table, TableEntity row, CancellationToken cancel)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, row.RowKey, cancellationToken: cancel);
        return found.HasValue && string.CompareOrdinal(found.Value!.GetString("On"), row.GetString("On")) >= 0;
    }

    [LoggerMessage(2401, LogLevel.Warning, "The day of the last use of key {KeyId} was not written")]
    private static partial void LogLost(ILogger logger, string keyId, Exception exception);

    private sealed record Use(TenantId Tenant, string KeyId, LocalDate On);
}
