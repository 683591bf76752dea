using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ItsmServerless.Tenants.Exports;

/// <summary>Makes an export, part by part.</summary>
/// <remarks>
/// Version 1. One instance an export, <c>export-{tenant}-{export}</c>. Every part ends in continue-as-new, with the place
/// to go on at in the input; then the file is made of the parts, hashed, and told of. All of it may run twice. As the
/// sub-orchestration of a tenant's end its result is the run.
/// </remarks>
public sealed class ExportWorkflow(
    ExportWriter writer, ExportFinisher finisher, ExportBook book, ExportBlobs blobs)
{
    /// <summary>The name of the orchestration.</summary>
    public const string Name = "MakeExport";

    /// <summary>What the ids of its instances begin with.</summary>
    public const string Family = "export";

    private const string WritePart = "WriteExportPart";
    private const string Finish = "FinishExport";
    private const string Hash = "HashExport";
    private const string End = "EndExport";

    private static readonly TaskOptions Patience = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 10, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(1)));

    /// <summary>Writes the next part and begins anew, or ends.</summary>
    [Function(Name)]
    public static async Task<ExportRun> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var run = context.GetInput<ExportRun>()!;
        try
        {
            if (!run.IsWritten)
            {
                run = await context.CallActivityAsync<ExportRun>(WritePart, run, Patience);
                context.ContinueAsNew(run);
                return run;
            }
            run = await context.CallActivityAsync<ExportRun>(Finish, run, Patience);
            run = await context.CallActivityAsync<ExportRun>(Hash, run, Patience);
        }
        catch (TaskFailedException)
        {
            run = run with { IsFailed = true }; // After many tries; the record says so, and another may be asked for.
        }
        await context.CallActivityAsync<bool>(End, run, Patience);
        return run;
    }

    /// <summary>Writes the next part, and says in the record how far it is.</summary>
    [Function(WritePart)]
    public async Task<ExportRun> WriteNext([ActivityTrigger] ExportRun run, CancellationToken cancel)
    {
        var next = await writer.Write(run, cancel);
        await book.Note(next, cancel);
        return next;
    }

    /// <summary>Makes the file.</summary>
    [Function(Finish)]
    public Task<ExportRun> MakeFile([ActivityTrigger] ExportRun run, CancellationToken cancel) =>
        finisher.Finish(run, book.Expiry(run), cancel);

    /// <summary>Reads the file once more, for its hash.</summary>
    [Function(Hash)]
    public async Task<ExportRun> HashFile([ActivityTrigger] ExportRun run, CancellationToken cancel) =>
        run with { Sha256 = await finisher.Hash(run, cancel) };

    /// <summary>Says in the record that it is over, and tidies up.</summary>
    [Function(End)]
    public async Task<bool> EndExport([ActivityTrigger] ExportRun run, CancellationToken cancel)
    {
        await (run.IsFailed ? book.Fail(run, cancel) : book.Complete(run, cancel));
        await blobs.RemoveParts(run, cancel);
        return true;
    }
}
