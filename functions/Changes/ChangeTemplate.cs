using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>The model of a change that was assessed and authorised once for all (ITIL 4: standard change). Every put is
/// a new version.</summary>
/// <param name="Duration">How long its window is; null when it gives none.</param>
public sealed record ChangeTemplate(
    string Key, int Version, string Title, string? Description, Plan Plan, Risk Risk, string? Service,
    IReadOnlyList<string> ConfigurationItems, IReadOnlyList<PlannedTask> Tasks, Duration? Duration)
    : IRecord<ChangeTemplate, ChangeTemplateEvent>
{
    /// <summary>The prefix of templates' ids.</summary>
    public const string Prefix = "tpl";

    /// <summary>The partition of templates among the tenant's settings.</summary>
    public const string Kind = "change-template";

    /// <inheritdoc/>
    public static string Practice => Kind;

    /// <summary>The record of a key.</summary>
    public static RecordId IdOf(string key) => RecordId.Named(Prefix, key);

    /// <inheritdoc/>
    public static ChangeTemplate Apply(ChangeTemplate? state, Recorded<ChangeTemplateEvent> recorded) =>
        recorded.Event is ChangeTemplatePut e
            ? new(e.Key, recorded.Sequence, e.Title, e.Description, e.Plan, e.Risk, e.Service, e.ConfigurationItems,
                e.Tasks, e.Duration)
            : throw new InvalidDataException($"{recorded.Record} holds {recorded.Event.GetType().Name}.");

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(ChangeTemplate state) =>
        [new(TableNames.Settings, Kind, state.Key, SettingsRow.Of(state))];

    /// <summary>In what a content is not what was authorised beforehand: its plan, or its risk.</summary>
    public IEnumerable<FieldError> Deviations(ChangeContent content) =>
    [
        .. Check.That(content.Plan == Plan, "/plan", "not_standard",
            $"/plan is not that of template {Key}, version {Version}; a change with another plan is not standard."),
        .. Check.That(
            (content.Risk.Impact, content.Risk.Likelihood) == (Risk.Impact, Risk.Likelihood) &&
            content.Risk.Level >= Risk.Level, "/risk", "not_standard",
            $"/risk is not that of template {Key}, version {Version}; a change with another risk is not standard."),
    ];
}

/// <summary>What can happen to a template.</summary>
public abstract record ChangeTemplateEvent;

/// <summary>The whole template as it is from here on.</summary>
[EventType("change-template.put")]
public sealed record ChangeTemplatePut(
    string Key, string Title, string? Description, Plan Plan, Risk Risk, string? Service,
    IReadOnlyList<string> ConfigurationItems, IReadOnlyList<PlannedTask> Tasks, Duration? Duration)
    : ChangeTemplateEvent;
