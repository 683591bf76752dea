using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Languages;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Notifications.Templates;

/// <summary>The texts of a tenant's mails about incidents.</summary>
public sealed class MailTemplates(EventLog log, Lists lists)
{
    /// <summary>Makes or replaces; the kind comes from the path.</summary>
    public async Task<Outcome<Versioned<MailTemplate>>> Put(
        string kind, Request<PutMailTemplate> request, CancellationToken cancel) =>
        NoticeKind.Of(kind) is { } known
            ? await log.Execute<MailTemplate, MailTemplateEvent>(
                request.Command, MailTemplate.IdOf(kind), _ => PutMailTemplate.Decide(known, request.Body), cancel)
            : NotFound(kind);

    /// <summary>The template as it is now, or a version of it.</summary>
    public Task<Outcome<Versioned<MailTemplate>>> Get(
        Caller caller, string kind, int? version, CancellationToken cancel) => version is { } old
        ? log.AsOf<MailTemplate, MailTemplateEvent, MailTemplatePut>(
            caller.Tenant, MailTemplate.IdOf(kind), old, cancel)
        : log.Get<MailTemplate, MailTemplateEvent>(caller.Tenant, MailTemplate.IdOf(kind), cancel);

    /// <summary>Every kind of mail there is, with our words and the tenant's own. One query for those.</summary>
    public async Task<Outcome<Page<MailTemplateView>>> List(Caller caller, Paging paging, CancellationToken cancel)
    {
        if (paging.Cursor is not null) return new Problem(ProblemCode.InvalidCursor, "The list has one page.");
        var rows = await lists.All(caller.Tenant, TableNames.Settings, MailTemplate.ListPartition, cancel);
        var own = rows.Select(SettingsRow.Read<MailTemplate>).ToDictionary(template => template.Kind);
        return new Page<MailTemplateView>(
            [.. NoticeKind.All.Select(kind => MailTemplateView.Of(kind, own.GetValueOrDefault(kind.Name)))], null);
    }

    /// <summary>The text of a kind of mail in a language: the tenant's own, or ours. One point read.</summary>
    public async Task<TemplateText> Text(
        TenantId tenant, NoticeKind kind, Language language, CancellationToken cancel)
    {
        var own = await log.Find<MailTemplate, MailTemplateEvent>(tenant, MailTemplate.IdOf(kind.Name), cancel);
        return own?.State.Texts.In(language) ?? kind.Texts.In(language);
    }

    private static Problem NotFound(string kind) => Problem.NotFound($"kind of mail {kind}");
}

/// <summary>A kind of mail as callers see it.</summary>
/// <param name="Placeholders">What its texts may have in double braces.</param>
/// <param name="Texts">The tenant's own, by language; null where there are none.</param>
/// <param name="Defaults">What is said in a language without them.</param>
/// <param name="Version">Of the tenant's own; 0 for none.</param>
public sealed record MailTemplateView(
    string Kind, IReadOnlyList<string> Placeholders, TemplateTexts? Texts, TemplateTexts Defaults, int Version)
{
    /// <summary>The kind, with what the tenant made of it.</summary>
    public static MailTemplateView Of(NoticeKind kind, MailTemplate? own) => new(
        kind.Name, kind.Placeholders, own?.Texts,
        new(kind.Texts.English, kind.Texts.German, kind.Texts.French, kind.Texts.Spanish), own?.Version ?? 0);

    /// <summary>A template that was put.</summary>
    public static MailTemplateView Of(MailTemplate own) => Of(NoticeKind.Of(own.Kind)!, own);
}
