using System.Runtime.CompilerServices;
using Azure;
using ItsmServerless.Kernel.Time;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace ItsmServerless.Metering.Marketplace;

/// <summary>Tells the Azure Marketplace once an hour what tenants with a subscription used in hours that are over: one
/// event for each tenant, hour and dimension, once.</summary>
/// <remarks>What is told is written down before, and never changes: after a crash the same is told again, and the
/// Marketplace answers that it has it. May be run again at any time.</remarks>
public sealed partial class MarketplaceExport(
    MarketplaceSettings settings, MeteredTenants tenants, UsageLedger ledger, CallFlush calls, SubmissionBook book, MarketplaceApi api,
    Clock clock, ILogger<MarketplaceExport> logger)
{
    /// <summary>For so long hours are looked at again for units that came late.</summary>
    private static readonly Duration LookBack = Duration.FromHours(48);

    /// <summary>One round. It ends early when the Marketplace is away; the next goes on.</summary>
    public async Task Run(CancellationToken cancel)
    {
        if (!settings.IsOn) return;
        var progress = await book.Progress(cancel);
        var now = clock.Now;
        var (due, news) = await Look(UsageRows.HourOf(Instant.Min(now, progress.LookedAt ?? now) - LookBack), now, cancel);
        foreach (var written in SubmissionRules.Batches(news)) await book.Put(written, cancel);
        progress = progress with { LookedAt = now };
        await book.Keep(progress, cancel);
        if (progress.NotBefore > now) LogLeftAlone(logger, progress.NotBefore.Value);
        else await Tell(due, progress, cancel);
    }

    /// <summary>What is to be told, and what is to be written down only: what is lost, or came late.</summary>
    private async Task<(List<Due> Due, List<Submission> News)> Look(Instant from, Instant now, CancellationToken cancel)
    {
        await calls.Flush(null, cancel);
        var known = await book.Since(from, now, cancel);
        var (due, news) = (new List<Due>(), new List<Submission>());
        var again = known.Values.Where(told => SubmissionRules.IsDue(told, now));
        due.AddRange(again.Select(told => new Due(told, IsNew: false)));
        await foreach (var tenant in tenants.All(cancel))
        {
            await foreach (var made in Look(tenant, from, now, known, cancel))
            {
                if (made.State == SubmissionState.Sending) due.Add(new(made, IsNew: true));
                else news.Add(made);
            }
        }
        return (due, news);
    }

    /// <summary>What is new of a tenant: hours that nothing was told of, and those of which more is counted
    /// now.</summary>
    private async IAsyncEnumerable<Submission> Look(
        MeteredTenant tenant, Instant from, Instant now, IReadOnlyDictionary<SubmissionKey, Submission> known,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var (subscription, first, end) in tenant.Told())
        {
            var (since, until) = (Instant.Max(from, first), Instant.Min(end, SubmissionRules.ClosedUntil(now)));
            if (since >= until) continue;
            foreach (var usage in await ledger.Hours(tenant.Id, since, until, cancel))
            {
                var isBilled = settings.Dimensions.TryGetValue(usage.Dimension, out var offered);
                if (!isBilled || SubmissionRules.QuantityOf(usage) <= 0) continue;
                if (!known.TryGetValue(new(tenant.Id, usage.At, usage.Dimension), out var told))
                    yield return SubmissionRules.Of(tenant, subscription, offered!, usage, now);
                else if (SubmissionRules.Recounted(told, SubmissionRules.QuantityOf(usage), now) is { } more)
                    yield return more;
            }
        }
    }

    private async Task Tell(List<Due> due, ExportProgress progress, CancellationToken cancel)
    {
        var isNew = due.Where(one => one.IsNew).Select(one => one.Submission.Key).ToHashSet();
        foreach (var batch in SubmissionRules.Batches(due.Select(one => one.Submission)))
        {
            if (!await TryAdd([.. batch.Where(told => isNew.Contains(told.Key))], cancel)) return;
            var result = await api.Tell(batch, Correlation(batch), cancel);
            await book.Put([.. Outcomes(batch, result, clock.Now)], cancel);
            if (result.Failure is null) continue;
            LogFailed(logger, batch.Count, Correlation(batch), result.Failure);
            if (result.Wait > Duration.Zero) await book.Keep(progress with { NotBefore = clock.Now + result.Wait }, cancel);
            if (!result.IsAboutTheBatch) return;
        }
    }

    /// <summary>False when another process is at it: it tells them.</summary>
    private async Task<bool> TryAdd(IReadOnlyList<Submission> submissions, CancellationToken cancel)
    {
        try
        {
            await book.Add(submissions, cancel);
            return true;
        }
        catch (RequestFailedException meanwhile) when (meanwhile.Status == 409)
        {
            return false; // Or our own answer was lost: the next round finds them written, and tells them.
        }
    }

    /// <summary>What changed, and only that.</summary>
    private IEnumerable<Submission> Outcomes(IReadOnlyList<Submission> batch, BatchResult result, Instant now) => batch
        .Select((told, index) => (Told: told, After: SubmissionRules.Unanswered(
            result.Failure is null ? SubmissionRules.After(told, result.Answers[index], now) : told, now)))
        .Where(outcome => outcome.After != outcome.Told).Select(outcome => outcome.After);

    /// <summary>The same for the same batch, so that all calls about it are found together.</summary>
    private static string Correlation(IReadOnlyList<Submission> batch) =>
        new Guid(System.Security.Cryptography.SHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes(string.Join('\n', batch.Select(told => told.Key)))).AsSpan(0, 16)).ToString();

    /// <summary>A submission that is to be told.</summary>
    private sealed record Due(Submission Submission, bool IsNew);

    [LoggerMessage(6604, LogLevel.Information, "The Marketplace wants to be left alone until {NotBefore}")]
    private static partial void LogLeftAlone(ILogger logger, Instant notBefore);

    [LoggerMessage(6605, LogLevel.Error, "A batch of {Count} was not taken by the Marketplace ({Correlation}): {Why}; it is tried again")]
    private static partial void LogFailed(ILogger logger, int count, string correlation, string why);
}
