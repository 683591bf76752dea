using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>A time in which changes are not made. Kept under a key of the tenant's; every put is a new
/// version.</summary>
/// <param name="Services">The services it holds for; empty for all.</param>
/// <param name="Types">The types of change it holds for; empty for all.</param>
public sealed record Freeze(
    string Key, int Version, string Name, Instant From, Instant Until, IReadOnlyList<string> Services,
    IReadOnlyList<ChangeType> Types) : IRecord<Freeze, FreezeEvent>
{
    /// <summary>The prefix of freezes' ids.</summary>
    public const string Prefix = "frz";

    /// <summary>The partition of freezes among the tenant's settings.</summary>
    public const string Kind = "freeze";

    /// <inheritdoc/>
    public static string Practice => Kind;

    /// <inheritdoc/>
    public static Freeze Apply(Freeze? state, Recorded<FreezeEvent> recorded) => recorded.Event is FreezePut e
        ? new(e.Key, recorded.Sequence, e.Name, e.From, e.Until, e.Services, e.Types)
        : throw new InvalidDataException($"{recorded.Record} holds {recorded.Event.GetType().Name}.");

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(Freeze state) =>
        [new(TableNames.Settings, Kind, state.Key, SettingsRow.Of(state))];

    /// <summary>Whether a change of this content may not be made in its window.</summary>
    public bool Forbids(ChangeContent content) =>
        content.Window.Overlaps(From, Until) && (Types.Count == 0 || Types.Contains(content.Type)) &&
        (Services.Count == 0 || Services.Contains(content.Service ?? "", StringComparer.OrdinalIgnoreCase));
}

/// <summary>What can happen to a freeze.</summary>
public abstract record FreezeEvent;

/// <summary>It was put, as a whole.</summary>
[EventType("freeze.put")]
public sealed record FreezePut(
    string Key, string Name, Instant From, Instant Until, IReadOnlyList<string> Services,
    IReadOnlyList<ChangeType> Types) : FreezeEvent;
