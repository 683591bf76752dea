using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Intake;

/// <summary>What became of a tenant's messages.</summary>
public sealed class Receipts(Api api, EventLog log, Lists lists, Tables tables)
{
    /// <summary>One point read.</summary>
    public Task<Outcome<Versioned<Receipt>>> Get(Caller caller, string id, CancellationToken cancel) =>
        RecordId.TryParse(Receipt.Prefix, id, out var receipt)
            ? log.Get<Receipt, ReceiptEvent>(caller.Tenant, receipt.Value, cancel)
            : Task.FromResult<Outcome<Versioned<Receipt>>>(Problem.NotFound($"{Receipt.Practice} {id}"));

    /// <summary>The body as it came, to be saved and never opened in place.</summary>
    public async Task<Outcome<DownloadAnswer>> Raw(Caller caller, string id, CancellationToken cancel) =>
        (await Get(caller, id, cancel)).Map(found => new DownloadAnswer(
            found.Id + (found.State.Format == IntakeFormat.Mime ? ".eml" : ".txt"),
            found.State.Format == IntakeFormat.Mime ? "message/rfc822" : "application/octet-stream", found.State.Bytes,
            stop => tables.Blobs(caller.Tenant).GetBlobClient(found.State.Blob).OpenReadAsync(cancellationToken: stop)));

    /// <summary>Newest first. One query over the partition of the state; without one, one over each.</summary>
    public async Task<Outcome<Page<ReceiptView>>> List(HttpRequest request, CancellationToken cancel)
    {
        if (api.Paging(request).IsRefused(out var badPage, out var paging)) return badPage;
        if (States(request).IsRefused(out var badState, out var states)) return badState;
        IReadOnlyList<ListStream> streams = [.. states.Select(state => new ListStream(TableNames.Receipts, [state]))];
        var tenant = api.Caller(request).Tenant;
        return await lists.Read(tenant, streams, paging, SettingsRow.Read<ReceiptView>, cancel);
    }

    /// <summary>Takes up again what was ignored or quarantined; the others stay as they are.</summary>
    public Task<Outcome<Versioned<Receipt>>> Replay(Request<NoBody> request, string id, CancellationToken cancel)
    {
        var unknown = Problem.NotFound($"{Receipt.Practice} {id}");
        return RecordId.TryParse(Receipt.Prefix, id, out var receipt)
            ? log.Execute<Receipt, ReceiptEvent>(
                request.Command, receipt.Value, state => state?.Replay() ?? unknown, cancel)
            : Task.FromResult<Outcome<Versioned<Receipt>>>(unknown);
    }

    private static Outcome<string[]> States(HttpRequest request) => request.Query["state"] switch
    {
        [] => Words<ReceiptState>.All.ToArray(),
        [{ } state] when Words<ReceiptState>.All.Contains(state) => new[] { state },
        _ => new Problem(
            ProblemCode.InvalidParameter, $"state is one of {string.Join(", ", Words<ReceiptState>.All)}."),
    };
}
