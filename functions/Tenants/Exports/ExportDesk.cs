using Azure.Storage.Blobs.Models;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Tenants.Exports;

/// <summary>The exports of a tenant, and what is downloaded through their links.</summary>
public sealed class ExportDesk(
    EventLog log, Lists lists, ExportLinks links, ExportBlobs blobs, TenantStates tenants, Kernel.Time.Clock clock)
{
    private static readonly Problem Gone = Problem.NotFound("such export, or its link has expired");

    /// <summary>Asks for one; the orchestration follows its first event.</summary>
    public async Task<Outcome<Versioned<Export>>> Start(Request<NoBody> request, CancellationToken cancel)
    {
        var id = request.NewId(Export.Prefix);
        var others = await lists.All(request.Caller.Tenant, TableNames.Settings, Export.Kind, cancel);
        var running = others.Select(SettingsRow.Read<Export>).FirstOrDefault(other => other.Id != id && StartExport.IsRunning(other, request.Command.At));
        return await log.Create<Export, ExportEvent>(
            request.Command, id, existing => StartExport.Decide(existing, running), cancel);
    }

    /// <summary>One point read.</summary>
    public async Task<Outcome<Versioned<Export>>> Get(Caller caller, string id, CancellationToken cancel) =>
        RecordId.TryParse(Export.Prefix, id, out var export)
            ? await log.Get<Export, ExportEvent>(caller.Tenant, export.Value, cancel)
            : Problem.NotFound($"export {id}");

    /// <summary>Newest first. One query over their rows.</summary>
    public Task<Outcome<Page<ExportView>>> List(Caller caller, Paging paging, CancellationToken cancel) => lists.Read(
        caller.Tenant, [new(TableNames.Settings, [Export.Kind])], paging,
        row => View(caller.Tenant, SettingsRow.Read<Export>(row)), cancel);

    /// <summary>An export as callers see it, now.</summary>
    public ExportView View(TenantId tenant, Export export)
    {
        var isExpired = export.ExpiresAt <= clock.Now;
        var url = export.ExpiresAt is { } expires && !isExpired ? links.Of(new(tenant, export.Id, expires, IsFinal: false)) : null;
        return ExportView.Of(export, isExpired ? ExportState.Expired : export.State, url);
    }

    /// <summary>The file behind a link. Whatever is wrong with it, the answer is the same.</summary>
    public async Task<Outcome<DownloadAnswer>> Download(string token, CancellationToken cancel)
    {
        if (links.Read(token) is not { } link || link.ExpiresAt <= clock.Now) return Gone;
        if (!link.IsFinal && await tenants.IsSuspended(link.Tenant, cancel)) return Gone;
        var blob = blobs.Zip(link.Tenant, link.Export);
        if (!await blob.ExistsAsync(cancel)) return Gone;
        BlobProperties properties = await blob.GetPropertiesAsync(cancellationToken: cancel);
        return new DownloadAnswer(
            $"{link.Export}.zip", properties.ContentType, properties.ContentLength,
            stop => blob.OpenReadAsync(cancellationToken: stop));
    }
}

/// <summary>Somebody asks for everything the tenant has.</summary>
public static class StartExport
{
    private const int RetryAfterSeconds = 30;

    /// <summary>One that did not move for so long is lost.</summary>
    private static readonly NodaTime.Duration Lost = NodaTime.Duration.FromDays(1);

    /// <summary>One at a time, and each once.</summary>
    /// <param name="running">Another that is being made; null for none.</param>
    public static Decision<ExportEvent> Decide(Export? existing, Export? running)
    {
        if (existing is not null) return new Problem(ProblemCode.AlreadyExists, $"There is {existing.Id} already.");
        return running is null
            ? new ExportRequested()
            : new Problem(ProblemCode.InProgress, $"Export {running.Id} is still being made.")
            {
                RetryAfterSeconds = RetryAfterSeconds,
            };
    }

    /// <summary>Whether it is still being made.</summary>
    public static bool IsRunning(Export export, NodaTime.Instant now) =>
        export.State == ExportState.Running && now - export.UpdatedAt < Lost;
}

/// <summary>An export as callers see it.</summary>
/// <param name="Bytes">Of the whole file; of what is written while it is being made.</param>
/// <param name="Url">Where it is downloaded, without a credential, until it expires; null before it is completed and
/// after.</param>
public sealed record ExportView(
    RecordId Id, ExportState State, ExportShare Progress, long Files, long Rows, long Bytes, string? Sha256, string? Url,
    NodaTime.Instant CreatedAt, NodaTime.Instant? CompletedAt, NodaTime.Instant? ExpiresAt)
{
    /// <summary>Where it is read.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Path => $"/v1/exports/{Id}";

    /// <summary>The view of a record.</summary>
    public static ExportView Of(Export e, ExportState state, string? url) => new(
        e.Id, state, new(e.Progress.Done, e.Progress.Of), e.Progress.Files, e.Progress.Rows, e.Progress.Bytes, e.Sha256,
        url, e.CreatedAt, e.CompletedAt, e.ExpiresAt);
}

/// <summary>How far it is.</summary>
/// <param name="Done">Kinds of records and tables that are in the file, and the blobs at last.</param>
/// <param name="Of">All there are; 0 before it has begun.</param>
public sealed record ExportShare(int Done, int Of);
