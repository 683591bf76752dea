using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Languages;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Notifications.Templates;

/// <summary>A tenant's own texts for one kind of mail about incidents.</summary>
/// <param name="Texts">By language; where there is none, ours is taken.</param>
/// <param name="Version">Rises with every PUT; earlier versions stay readable.</param>
public sealed record MailTemplate(string Kind, TemplateTexts Texts, int Version)
    : IRecord<MailTemplate, MailTemplateEvent>
{
    /// <summary>The prefix of templates' ids.</summary>
    public const string Prefix = "mtp";

    /// <summary>The partition of the list rows; the row is the kind.</summary>
    public const string ListPartition = "mail-template";

    /// <inheritdoc/>
    public static string Practice => "mail_template";

    /// <summary>The record of a kind.</summary>
    public static RecordId IdOf(string kind) => RecordId.Named(Prefix, kind);

    /// <inheritdoc/>
    public static MailTemplate Apply(MailTemplate? state, Recorded<MailTemplateEvent> recorded) => recorded.Event switch
    {
        MailTemplatePut e => new(e.Kind, e.Texts, recorded.Sequence),
        _ => throw new InvalidDataException($"{recorded.Record}: {recorded.Event.GetType().Name} is unknown."),
    };

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(MailTemplate state) =>
        [new(TableNames.Settings, ListPartition, state.Kind, SettingsRow.Of(state))];
}

/// <summary>What happens to a template.</summary>
public abstract record MailTemplateEvent;

/// <summary>The whole template as it is from here on.</summary>
[EventType("mail_template.put")]
public sealed record MailTemplatePut(string Kind, TemplateTexts Texts) : MailTemplateEvent;

/// <summary>A subject and a body in each language that there is one in.</summary>
public sealed record TemplateTexts(
    TemplateText? En = null, TemplateText? De = null, TemplateText? Fr = null, TemplateText? Es = null)
{
    /// <summary>The text in a language; null for none.</summary>
    public TemplateText? In(Language language) => new InEach<TemplateText?>(En, De, Fr, Es).In(language);
}

/// <summary>What a mail says, with <c>{{name}}</c> where something is put in.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Body">Plain text; an empty line begins a new paragraph.</param>
public sealed record TemplateText(string? Subject, string? Body);
