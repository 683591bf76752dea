using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Tenants.Exports;

/// <summary>Writes down how far an export is: in its own record, or in that of the tenant that leaves.</summary>
public sealed class ExportBook(EventLog log, Kernel.Time.Clock clock)
{
    /// <summary>How long an export may be downloaded.</summary>
    private static readonly Duration Kept = Duration.FromDays(7), KeptOfTheGone = Duration.FromDays(30);

    /// <summary>When an export that is completed now expires.</summary>
    public Instant Expiry(ExportRun run) => clock.Now + (run.IsFinal ? KeptOfTheGone : Kept);

    /// <summary>It is so far. Safe to repeat.</summary>
    public Task Note(ExportRun run, CancellationToken cancel) =>
        run.IsFinal ? Task.CompletedTask : Write(run, $"{run.Part}", new ExportProgressed(run.Progress), cancel);

    /// <summary>It can be downloaded. Safe to repeat.</summary>
    public Task Complete(ExportRun run, CancellationToken cancel) => run.IsFinal
        ? Task.CompletedTask
        : Write(run, "end", new ExportCompleted(
            run.Progress, run.Sha256!, Instant.FromDateTimeOffset(run.ExpiresAt!.Value)), cancel);

    /// <summary>It could not be made. Safe to repeat.</summary>
    public Task Fail(ExportRun run, CancellationToken cancel) =>
        run.IsFinal ? Task.CompletedTask : Write(run, "end", new ExportFailed(), cancel);

    private async Task Write(ExportRun run, string cause, ExportEvent happened, CancellationToken cancel)
    {
        var id = CommandId.FromCause("export", run.Export.Value, cause);
        var command = CommandContext.Internal(run.Tenant, id, clock.Now);
        var done = await log.Execute<Export, ExportEvent>(command, run.Export, _ => happened, cancel);
        _ = done.Value; // A refusal is a conflict that outlasted its retries: the activity is tried again.
    }
}
