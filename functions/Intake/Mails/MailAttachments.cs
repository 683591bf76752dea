using System.Collections.Immutable;
using System.Security.Cryptography;
using ItsmServerless.Incidents;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Intake.Mails;

/// <summary>Stores the files of a mail before the events that name them.</summary>
public sealed class MailAttachments(Tables tables)
{
    /// <summary>The first files that the incident has room for; others stay in the raw mail. May be called again.
    /// </summary>
    public async Task<ImmutableArray<IncidentAttached>> Store(
        ReceivedMail received, RecordId incident, int taken, CancellationToken cancel)
    {
        var room = Math.Max(0, AttachToIncident.MostFiles - taken);
        var stored = ImmutableArray.CreateBuilder<IncidentAttached>();
        foreach (var (index, file) in received.Mail.Files.Take(room).Index())
            stored.Add(await Store(received, incident, index, file, cancel));
        return stored.ToImmutable();
    }

    private async Task<IncidentAttached> Store(
        ReceivedMail received, RecordId incident, int index, MailFile file, CancellationToken cancel)
    {
        var id = UlidText.FromKey("att", received.Tenant, $"{received.Receipt.Id}/{index}");
        var blob = $"attachments/{incident}/{id}";
        var content = BinaryData.FromBytes(file.Content);
        await tables.Blobs(received.Tenant).GetBlobClient(blob).UploadAsync(content, overwrite: true, cancel);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(file.Content.Span));
        return new(id, file.Name, file.ContentType, file.Content.Length, sha256, blob, received.Origin);
    }
}
