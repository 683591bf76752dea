using System.Collections.Immutable;
using ItsmServerless.Kernel.Languages;

namespace ItsmServerless.Notifications.Templates;

/// <summary>A kind of mail about incidents: what it says in our words, and what it can tell.</summary>
/// <param name="Placeholders">The names that its texts may have in double braces.</param>
public sealed record NoticeKind(string Name, ImmutableArray<string> Placeholders, InEach<TemplateText> Texts)
{
    /// <summary>The first word to somebody whom the tenant does not know: nothing that was written is in it.</summary>
    public static NoticeKind FirstContact { get; } = new("first_contact", ["number"], DefaultTexts.FirstContact);

    /// <summary>To a requester who is known. It says no more than the subject of what was written.</summary>
    public static NoticeKind Acknowledged { get; } =
        new("acknowledged", ["number", "title", "priority"], DefaultTexts.Acknowledged);

    /// <summary>The desk wrote to the requester.</summary>
    public static NoticeKind Answered { get; } = new("answered", OfText, DefaultTexts.Answered);

    /// <summary>The requester wrote to the desk.</summary>
    public static NoticeKind Written { get; } = new("written", OfText, DefaultTexts.Written);

    /// <summary>The requester of an incident that was merged into this one wrote to the desk.</summary>
    public static NoticeKind WrittenOfMerged { get; } =
        new("written_of_merged", OfText, DefaultTexts.WrittenOfMerged);

    /// <summary>It is resolved.</summary>
    public static NoticeKind Resolved { get; } = new("resolved", OfText, DefaultTexts.Resolved);

    /// <summary>A clock passed a share of its time.</summary>
    public static NoticeKind Warned { get; } = new("warned", OfClock, DefaultTexts.Warned);

    /// <summary>A clock ran out.</summary>
    public static NoticeKind Breached { get; } = new("breached", OfClock, DefaultTexts.Breached);

    /// <summary>All of them.</summary>
    public static ImmutableArray<NoticeKind> All { get; } =
        [FirstContact, Acknowledged, Answered, Written, WrittenOfMerged, Resolved, Warned, Breached];

    private static ImmutableArray<string> OfText => ["number", "title", "priority", "state", "text"];

    private static ImmutableArray<string> OfClock =>
    [
        "number", "title", "priority", "state", "agreement", "metric", "due", "percent", MailValues.Details,
    ];

    /// <summary>The kind of a name; null for none.</summary>
    public static NoticeKind? Of(string name) => All.FirstOrDefault(kind => kind.Name == name);
}
