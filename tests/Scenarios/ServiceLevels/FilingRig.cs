using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.ServiceLevels;
using ItsmServerless.Tests.Scenarios.Kernel;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.Tests.Scenarios.ServiceLevels;

/// <summary>A tenant with one agreement (a first response within an hour, a resolution within four) and one incident,
/// without a host around.</summary>
internal sealed record FilingRig(KernelUnderTest Process, TenantId Tenant)
{
    public static readonly RecordId Incident = new("inc_01JD0000000000000000000000");

    private static readonly Dictionary<Priority, Duration> NoOthers = [];

    /// <summary>Makes the tenant and what was agreed.</summary>
    public async Task<FilingRig> Open()
    {
        await Process.Tables.CreateShared(default);
        await Process.Tables.CreateFor(Tenant, default);
        var (calendar, agreement) = (Calendar.IdOf("always"), Agreement.IdOf("gold"));
        await Process.Log.Create<Calendar, CalendarEvent>(
            Command("calendar", "2026-01-01T00:00:00Z"), calendar, _ => new CalendarPut("always", "UTC", null, []), default);
        await Process.Log.Create<Agreement, AgreementEvent>(
            Command("agreement", "2026-01-01T00:00:00Z"), agreement, _ => Gold(), default);
        return this;
    }

    /// <summary>Reported on 31 January at 20:00.</summary>
    public Task Report() => Process.Log.Create<Incident, IncidentEvent>(
        Command("report", "2026-01-31T20:00:00Z"), Incident, _ => new IncidentReported(
            "INC-000001", "Mail is down", null, null, Level.Medium, Level.Medium, Priority.P3, null, null, null, null, [],
            [], null), default);

    /// <summary>Something happens to the incident; the same again is the same.</summary>
    public async Task Happens(string at, IncidentEvent happened)
    {
        Decision<IncidentEvent> events = happened;
        await Process.Log.Execute<Incident, IncidentEvent>(Command(at, at), Incident, _ => events, default);
    }

    public Task Tend() => Process.Get<ClockKeeper>().Tend(Tenant, Incident, null, null, default);

    public Task<IncidentLife?> Life() => Process.Get<IncidentClocks>().Read(Tenant, Incident, default);

    public Task File(IncidentLife life) => Process.Get<ClockResults>().File(
        Tenant, Incident, life, life.History[^1].At, null, default);

    /// <summary>What is filed of a month: metric, state, and when it was decided.</summary>
    public async Task<IEnumerable<string>> Filed(int month, ResultView view = ResultView.Latest) =>
        from result in await Process.Get<ClockResults>().OfMonth(Tenant, new(2026, month), view, default)
        select $"{Words<Metric>.Of(result.Metric)} {Words<ClockState>.Of(result.State)} {result.DecidedAt}";

    private CommandContext Command(string cause, string at) => KernelUnderTest.Command(
        Tenant, CommandId.FromCause(cause), InstantPattern.ExtendedIso.Parse(at).Value);

    private static AgreementPut Gold() => new(
        "gold", AgreementKind.Sla, "incident", Match.All, "always",
        [new(Metric.FirstResponse, Duration.FromHours(1), NoOthers), new(Metric.Resolution, Duration.FromHours(4), NoOthers)],
        [], []);
}
