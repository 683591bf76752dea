using System.Collections.Immutable;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Notifications.Templates;

/// <summary>Writes a notice in the tenant's words and in the language of who reads it.</summary>
public sealed class NoticeWriter(MailTemplates templates, MailReaders readers)
{
    /// <summary>The notice as its readers have it; one that has no values to put into words stays as it is. Three point
    /// reads.</summary>
    /// <param name="to">Who reads it; nobody where that is not known, as in a channel.</param>
    public async Task<Notice> For(
        TenantId tenant, Notice notice, ImmutableArray<EmailAddress> to, CancellationToken cancel)
    {
        if (notice.Values is not { } values || NoticeKind.Of(notice.Kind) is not { } kind) return notice;
        var reader = await readers.Of(tenant, to, cancel);
        var text = await templates.Text(tenant, kind, reader.Language, cancel);
        return notice with { Content = values.Write(text, reader) };
    }
}
