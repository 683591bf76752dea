using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Tenants;

/// <summary>How a tenant works, as its admins say. Every put is a version.</summary>
/// <param name="PriorityMatrix">Null for the default.</param>
public sealed record TenantSettings(PriorityMatrix? PriorityMatrix, int Version)
    : IRecord<TenantSettings, TenantSettingsEvent>
{
    /// <summary>The prefix of the only id.</summary>
    public const string Prefix = "stg";

    /// <inheritdoc/>
    public static string Practice => "settings";

    /// <summary>The only one of a tenant.</summary>
    public static RecordId Id { get; } = RecordId.Named(Prefix, "all");

    /// <summary>Of a tenant that never put any.</summary>
    public static TenantSettings None { get; } = new(null, 0);

    /// <inheritdoc/>
    public static TenantSettings Apply(TenantSettings? state, Recorded<TenantSettingsEvent> recorded) =>
        recorded.Event switch
        {
            TenantSettingsPut e => new(e.PriorityMatrix, recorded.Sequence),
            _ => throw new InvalidDataException($"{recorded.Record}: {recorded.Event.GetType().Name} is unknown."),
        };
}

/// <summary>What happens to the settings of a tenant.</summary>
public abstract record TenantSettingsEvent;

/// <summary>All of them, as they are from here on.</summary>
[EventType("settings.put")]
public sealed record TenantSettingsPut(PriorityMatrix? PriorityMatrix) : TenantSettingsEvent;

/// <summary>The settings as callers see them: what holds, also where nothing was set.</summary>
/// <param name="Version">0 before the first put.</param>
public sealed record TenantSettingsView(PriorityMatrix PriorityMatrix, int Version)
{
    /// <summary>With the default for what is not set.</summary>
    public static TenantSettingsView Of(TenantSettings settings) =>
        new(settings.PriorityMatrix ?? PriorityMatrix.Default, settings.Version);
}
