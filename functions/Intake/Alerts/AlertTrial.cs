using ItsmServerless.Incidents;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Intake.Providers;
using ItsmServerless.Intake.Rules;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Tenants;
using NodaTime;

namespace ItsmServerless.Intake.Alerts;

/// <summary>Says what a message would become, and why, without doing it. The rate of its source is not looked at.
/// </summary>
public sealed class AlertTrial(
    EventLog log, IntakeSources sources, AlertClaims claims, RuleBook rules, PriorityMatrices matrices, MailLimits limits,
    Clock clock)
{
    private const int MostShown = 20;

    /// <summary>The first alerts of the message and their fate. Two point reads for each.</summary>
    public async Task<Outcome<TriedMessage>> Try(Request<TryMessage> request, string id, CancellationToken cancel)
    {
        var found = await sources.Get(request.Caller, id, cancel);
        if (found.IsRefused(out var unknown, out var source)) return unknown;
        if (source.State.Format.IsMail())
            return TriedMessage.OfMail(MailFormats.Read(source.State.Format, request.Body.ToMessage(""), limits));
        var (tenant, rule) = (request.Caller.Tenant, await rules.Current(request.Caller.Tenant, cancel));
        var matrix = await matrices.Of(tenant, cancel);
        var receipt = Imagined(source.State, clock.Now);
        var reading = AlertReader.Read(
            source.State.Format, request.Body.ToMessage(receipt.Id.Value),
            request.Body.Mapping ?? source.State.Mapping);
        var tried = new List<TriedAlert>();
        foreach (var alert in (reading as AlertReading.Alerts)?.All.Take(MostShown) ?? [])
            tried.Add(await Try(Treated(rule, new(tenant, receipt, source.State, alert) { Matrix = matrix }), cancel));
        return TriedMessage.Of(reading, tried);
    }

    private static ReceivedAlert Treated(IntakeRules rules, ReceivedAlert received) =>
        received with { Treatment = rules.Treat(received.Arrived) };

    private async Task<TriedAlert> Try(ReceivedAlert received, CancellationToken cancel)
    {
        var claim = await claims.Find(received.Tenant, received.Alert.Key, cancel);
        var incident = claim.Incident is { } id
            ? await log.Find<Incident, IncidentEvent>(received.Tenant, id, cancel)
            : null;
        return TriedAlert.Of(received, claim, incident?.State);
    }

    private static Receipt Imagined(IntakeSource source, Instant now) => new(
        UlidText.New(Receipt.Prefix, now), source.Id, source.Format, source.Defaults, ReceiptState.Accepted, null, null,
        "", 0, "", 1, now);
}
