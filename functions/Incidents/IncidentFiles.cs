using Azure.Storage.Blobs.Specialized;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Incidents;

/// <summary>Takes and gives the files of incidents. The bytes are stored before the event that names them.</summary>
/// <remarks>A request that is repeated or refused leaves no blob behind, unless it is cut off in between.</remarks>
public sealed class IncidentFiles(Api api, IncidentDesk desk, Tables tables, Clock clock)
{
    private const string Folder = "attachments";

    /// <summary>Stores the file of a multipart/form-data request (field <c>file</c>) and attaches it.</summary>
    public async Task<Outcome<Attachment>> Attach(HttpRequest request, string id, CancellationToken cancel)
    {
        var caller = api.Caller(request);
        if ((await desk.Find(caller, id, cancel)).IsRefused(out var hidden, out var record)) return hidden;
        var blob = Blob(caller.Tenant, $"{Folder}/{record.Id}/{UlidText.New("blob", clock.Now)}");
        var uploaded = await Upload.Read(request, blob, AttachToIncident.MostBytes, cancel);
        var attached = await uploaded.Then(file => Attach(request, record.Id, file, cancel));
        if (attached.IsRefused(out _, out var attachment) || attachment.Blob != blob.Name)
            await blob.DeleteIfExistsAsync(cancellationToken: cancel);
        return attached;
    }

    /// <summary>A file of an incident as a download.</summary>
    public async Task<Outcome<DownloadAnswer>> Download(
        Caller caller, string id, string attachmentId, CancellationToken cancel)
    {
        var found = await desk.Find(caller, id, cancel);
        return found.Then(record => Of(record.State, attachmentId)).Then(file => Visible(file, caller)).Map(
            file => new DownloadAnswer(
                file.Name, file.ContentType, file.Bytes,
                token => Blob(caller.Tenant, file.Blob).OpenReadAsync(cancellationToken: token)));
    }

    private async Task<Outcome<Attachment>> Attach(
        HttpRequest request, RecordId id, UploadedFile file, CancellationToken cancel)
    {
        if (api.BindRead(request, file, file.Fingerprint).IsRefused(out var bad, out var command)) return bad;
        var attachment = new IncidentAttached(
            command.NewId("att"), file.Name, file.ContentType, file.Bytes, file.Sha256, file.Blob);
        var changed = await desk.Change(command, id.Value, i => AttachToIncident.Decide(i, attachment), cancel);
        return changed.Then(record => Of(record.State, attachment.AttachmentId.Value));
    }

    private BlockBlobClient Blob(TenantId tenant, string name) => tables.Blobs(tenant).GetBlockBlobClient(name);

    private static Outcome<Attachment> Of(Incident incident, string attachmentId) =>
        incident.Attachments.FirstOrDefault(attachment => attachment.Id.Value == attachmentId) is { } found
            ? found
            : NotFound(attachmentId);

    private static Outcome<Attachment> Visible(Attachment file, Caller caller) =>
        file.IsVisibleTo(caller) ? file : NotFound(file.Id.Value);

    private static Problem NotFound(string attachmentId) => Problem.NotFound($"attachment {attachmentId}");
}
