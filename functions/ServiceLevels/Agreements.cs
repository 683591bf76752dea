using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tenants;

namespace ItsmServerless.ServiceLevels;

/// <summary>The agreements of a tenant.</summary>
public sealed class Agreements(EventLog log, Lists lists, AgreementUse use)
{
    /// <summary>Makes or replaces; the calendar and the Teams channels it names must be there.</summary>
    public async Task<Outcome<Versioned<Agreement>>> Put(
        string key, Request<PutAgreement> request, CancellationToken cancel)
    {
        var calendar = Calendar.IdOf(request.Body.Calendar!);
        var isKnown = await log.Find<Calendar, CalendarEvent>(request.Command.Tenant, calendar, cancel) is not null;
        var channels = await Known(request.Command.Tenant, request.Body.Channels(), cancel);
        return await log.Execute<Agreement, AgreementEvent>(
            request.Command, Agreement.IdOf(key),
            _ => PutAgreement.Decide(key, request.Body, isKnown, channels), cancel);
    }

    /// <summary>Gives it up, unless clocks of it can still count; what finding those costs is said in <see
    /// cref="AgreementUse"/>.</summary>
    public async Task<Outcome<Versioned<Agreement>>> Delete(
        string key, Request<NoBody> request, CancellationToken cancel)
    {
        var users = await use.OfAgreement(request.Caller.Tenant, key, cancel);
        return await log.Execute<Agreement, AgreementEvent>(
            request.Command, Agreement.IdOf(key), now => DeleteAgreement.Decide(key, now, users), cancel);
    }

    /// <summary>The agreement as it is now, or a version of it.</summary>
    public Task<Outcome<Versioned<Agreement>>> Get(Caller caller, string key, int? version, CancellationToken cancel) =>
        version is { } old
            ? log.AsOf<Agreement, AgreementEvent, AgreementPut>(caller.Tenant, Agreement.IdOf(key), old, cancel)
            : log.Get<Agreement, AgreementEvent>(caller.Tenant, Agreement.IdOf(key), cancel);

    /// <summary>By key. One query over the rows of agreements.</summary>
    public Task<Outcome<Page<Agreement>>> List(Caller caller, Paging paging, CancellationToken cancel) => lists.Read(
        caller.Tenant, [DeletableRows.InForce(Agreement.ListPartition)], paging, SettingsRow.Read<Agreement>,
        cancel);

    private async Task<IReadOnlySet<string>> Known(
        TenantId tenant, IEnumerable<string> channels, CancellationToken cancel)
    {
        var known = new HashSet<string>();
        foreach (var key in channels)
        {
            var channel = TeamsChannel.IdOf(key);
            if (await log.Find<TeamsChannel, TeamsChannelEvent>(tenant, channel, cancel) is not null) known.Add(key);
        }
        return known;
    }
}
