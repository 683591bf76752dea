using ItsmServerless.Intake.Mime;
using ItsmServerless.Intake.Providers;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Intake;

/// <summary>Shows the mail of a receipt whole, with what it quotes and its signature, as far as it can be shown
/// safely.</summary>
/// <remarks>Made anew from the raw mail each time: what is learnt of attacks later goes for old mails too.</remarks>
public sealed class MailPages(Receipts receipts, Tables tables, MailLimits limits)
{
    /// <summary>The page; <c>not_found</c> when the receipt is of no mail, or of one that cannot be read.</summary>
    public async Task<Outcome<MailPage>> Show(Caller caller, string id, CancellationToken cancel)
    {
        if ((await receipts.Get(caller, id, cancel)).IsRefused(out var unknown, out var found)) return unknown;
        var receipt = found.State;
        if (!receipt.Format.IsMail()) return Problem.NotFound($"mail of {id}");
        var raw = await tables.Blobs(caller.Tenant).GetBlobClient(receipt.Blob).DownloadContentAsync(cancel);
        var reading = MailFormats.Read(receipt.Format, new(raw.Value.Content.ToMemory(), receipt.Headers, id), limits);
        return reading.Mail is { } mail ? new MailPage(mail) : Problem.NotFound($"mail of {id}");
    }
}
