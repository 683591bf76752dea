using System.Text.Json;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Time;

namespace ItsmServerless.ServiceLevels;

/// <summary>The clocks of an incident as they stand now, as a part of it. Costs what <see cref="IncidentClocks.Read"/>
/// does.</summary>
public sealed class ClocksPart(IncidentClocks clocks, Clock clock) : IIncidentPart
{
    /// <inheritdoc/>
    public string Name => "clocks";

    /// <inheritdoc/>
    public async Task<JsonElement> Of(Caller caller, Versioned<Incident> record, CancellationToken cancel)
    {
        var life = await clocks.Read(caller.Tenant, record.Id, cancel);
        return JsonSerializer.SerializeToElement(life!.Show(clock.Now, isExplained: false).Items, Json.Options);
    }
}
