using System.Collections.Immutable;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Intake.Rules;

/// <summary>What rules look at, whatever it came as: an alert, or a mail that begins an incident.</summary>
/// <param name="Title">Of a mail its subject.</param>
/// <param name="Description">Of a mail its text.</param>
public sealed record ArrivedMessage(
    RecordId Source, string SourceName, IntakeFormat Format, string Title, string? Description)
{
    private const int LongestText = 64 << 10;

    /// <summary>Names what is wrong; null for mails.</summary>
    public string? Key { get; init; }

    /// <summary>A word; null for mails and for what does not say.</summary>
    public string? Severity { get; init; }

    /// <summary>By what it says, or by default.</summary>
    public string? Service { get; init; }

    /// <summary>By what it says, or by default.</summary>
    public string? Group { get; init; }

    /// <summary>Names of configuration items.</summary>
    public ImmutableArray<string> Items { get; init; } = [];

    /// <summary>Words to find it by.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Of a mail the address and the name of whom it claims to come from.</summary>
    public ImmutableArray<string> From { get; init; } = [];

    /// <summary>Of a mail every address it was sent or delivered to.</summary>
    public ImmutableArray<string> To { get; init; } = [];

    /// <summary>What it has in a field: nothing, one text, or several. Of a long text the beginning.</summary>
    public IEnumerable<string> Values(RuleField field) => field switch
    {
        RuleField.Title => Some(Title),
        RuleField.Description => Some(Beginning(Description)),
        RuleField.Key => Some(Key),
        RuleField.Severity => Some(Severity),
        RuleField.Service => Some(Service),
        RuleField.Group => Some(Group),
        RuleField.Item => Items,
        RuleField.Tag => Tags,
        RuleField.Source => [SourceName, Source.Value],
        RuleField.From => From,
        RuleField.To => To,
        _ => Some(Words<IntakeFormat>.Of(Format)),
    };

    private static string? Beginning(string? text) => text is { Length: > LongestText } ? text[..LongestText] : text;

    private static string[] Some(string? text) => text is null ? [] : [text];
}
