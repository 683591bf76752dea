using ItsmServerless.Incidents;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;

namespace ItsmServerless.Intake.Mails;

/// <summary>Makes an incident, a comment, or a vote of a mail.</summary>
/// <remarks>May stop anywhere and be called again: the claim says which record it is to be, ids and commands derive
/// from the receipt.</remarks>
public sealed class MailIntake(
    EventLog log, NumberBlocks numbers, MailThreads threads, MailClaims claims, MailAttachments attachments,
    MailBallots ballots, MailRules rules, MailSettings settings, Clock clock)
{
    /// <summary>What became of the mail.</summary>
    public async Task<ReceiptEvent> Apply(
        TenantId tenant, Receipt receipt, MailReading reading, CancellationToken cancel) => reading.Mail is { } mail
        ? await Apply(new(tenant, receipt, mail), cancel)
        : new ReceiptQuarantined(reading.Refusal!);

    private async Task<ReceiptEvent> Apply(ReceivedMail received, CancellationToken cancel)
    {
        var isOwn = received.Mail.From is { } from && settings.IsOwn(from.Email);
        if (!isOwn && await ballots.Take(received, cancel) is { } end) return end;
        var match = isOwn ? null : await threads.Match(received.Tenant, received.Mail, cancel);
        var plan = MailPlan.Of(received.Mail, match, isOwn);
        if (plan is MailPlan.Ignore ignore) return new ReceiptIgnored(ignore.Reason);
        var wanted = plan is MailPlan.Comment comment ? comment.Match.Record : received.NewIncident;
        var claim = await claims.Claim(received, wanted, cancel);
        if (claim.Receipt != received.Receipt.Id)
            return new ReceiptDuplicate(claim.Receipt, claim.Record, "message_id");
        return match is not null && claim.Record == match.Record
            ? await Comment(received, match, cancel)
            : await Begin(received, (plan as MailPlan.Begin)?.Follows, cancel);
    }

    private async Task<ReceiptEvent> Comment(ReceivedMail received, MailMatch match, CancellationToken cancel)
    {
        var files = await attachments.Store(received, match.Record, match.Incident!.Attachments.Count, cancel);
        var commented = await log.Execute<Incident, IncidentEvent>(
            Command(received, "comment"), match.Record,
            incident => MailEvents.Comment(incident, received, match, files), cancel);
        if (commented.Problem is not { } refusal)
            return new ReceiptProcessed(match.Record, Words<MatchReason>.Of(match.Reason));
        if (refusal.Code != ProblemCode.InvalidTransition) return Failed(refusal);
        await claims.Move(received, received.NewIncident, cancel); // It was closed meanwhile.
        return await Begin(received, match.Record, cancel);
    }

    private async Task<ReceiptEvent> Begin(ReceivedMail received, RecordId? follows, CancellationToken cancel)
    {
        received = await rules.Treat(received, cancel);
        if (received.Treatment.Ignore) return received.Treatment.Ignored();
        var files = await attachments.Store(received, received.NewIncident, 0, cancel);
        var number = await numbers.Take(received.Tenant, Incident.Series, cancel);
        var begun = await log.Create<Incident, IncidentEvent>(
            Command(received, "begin"), received.NewIncident,
            existing => MailEvents.Begin(existing, received, number, follows, files), cancel);
        if (begun.IsRefused(out var refusal, out var incident) || incident.State.Number != number)
            numbers.Return(received.Tenant, number);
        return refusal is null ? new ReceiptProcessed(received.NewIncident, null) : Failed(refusal);
    }

    /// <summary>A conflict passes: the bus delivers again. What the rules refuse will be refused again.</summary>
    private static ReceiptQuarantined Failed(Problem refusal) => refusal.Code == ProblemCode.VersionConflict
        ? throw new InvalidOperationException(refusal.Detail)
        : new ReceiptQuarantined($"{refusal.Code.ToText()}: {refusal.Detail}");

    private CommandContext Command(ReceivedMail received, string step) =>
        CommandContext.Internal(received.Tenant, CommandId.FromCause(step, received.Receipt.Id.Value), clock.Now) with
        {
            By = Actor.Source(received.Receipt.Source),
        };
}
