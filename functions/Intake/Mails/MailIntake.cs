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
/// from the receipt. To one record a mail does one thing, by one command, whether it begins it or finds it
/// begun.</remarks>
public sealed class MailIntake(
    EventLog log, NumberBlocks numbers, MailThreads threads, MailClaims claims, MailConversations conversations,
    MailAttachments attachments, MailBallots ballots, MailRules rules, MailReports reports, MailLoops loops,
    MailSettings settings, Clock clock)
{
    private const int MostFollowed = 10;

    /// <summary>What became of the mail.</summary>
    public async Task<ReceiptEvent> Apply(
        TenantId tenant, Receipt receipt, MailReading reading, CancellationToken cancel) => reading.Mail is { } mail
        ? await Apply(new(tenant, receipt, mail), cancel)
        : new ReceiptQuarantined(reading.Refusal!);

    private async Task<ReceiptEvent> Apply(ReceivedMail received, CancellationToken cancel)
    {
        var isOwn = loops.IsOwn(received.Mail);
        if (!isOwn && await reports.Take(received, cancel) is { } reported) return reported;
        if (!isOwn && await ballots.Take(received, cancel) is { } end) return end;
        received = received with { IsBelieved = MailTrust.Believes(settings, received.Mail) };
        var match = isOwn ? null : await threads.Match(received, cancel);
        var plan = MailPlan.Of(received.Mail, match, isOwn);
        if (plan is MailPlan.Ignore ignore) return new ReceiptIgnored(ignore.Reason);
        var wanted = plan is MailPlan.Comment comment ? comment.Match.Record : received.NewIncident;
        var claim = await claims.Claim(received, wanted, cancel);
        if (claim.Receipt != received.Receipt.Id)
            return new ReceiptDuplicate(claim.Receipt, claim.Record, "message_id");
        var reason = match is null ? null : Words<MatchReason>.Of(match.Reason);
        if (claim.Record != wanted && await IsDone(received, claim.Record, cancel))
            return new ReceiptProcessed(claim.Record, reason);
        return plan is MailPlan.Begin begin
            ? await Converse(received, begin.Follows, claim.Record, cancel)
            : await Answer(received, match!, claim.Record, cancel);
    }

    /// <summary>Whether the mail became a part of a record already, before this was called again.</summary>
    private async Task<bool> IsDone(ReceivedMail received, RecordId record, CancellationToken cancel)
    {
        var done = await log.Execute<Incident, IncidentEvent>(
            Command(received), record, _ => Problem.NotFound($"{received.Receipt.Id} in {record}"), cancel);
        return done.Problem is null;
    }

    private async Task<ReceiptEvent> Answer(
        ReceivedMail received, MailMatch match, RecordId claimed, CancellationToken cancel)
    {
        if (claimed != match.Record) await claims.Move(received, match.Record, cancel);
        if (await Comment(received, match, cancel) is { } said) return said;
        return received.Mail.Nature == MailNature.AutomaticReply // It was closed meanwhile.
            ? new ReceiptIgnored(MailPlan.AutomaticReply)
            : await Converse(received, match.Record, match.Record, cancel);
    }

    /// <summary>Begins the incident of its conversation, or comments on the one that another mail began; when that is
    /// closed by now, the same with the one that follows it.</summary>
    private async Task<ReceiptEvent> Converse(
        ReceivedMail received, RecordId? follows, RecordId claimed, CancellationToken cancel)
    {
        for (var followed = 0; followed < MostFollowed; followed++)
        {
            var record = await conversations.Enter(received, follows, cancel);
            if (record != claimed) await claims.Move(received, record, cancel);
            if (await Begin(received, record, follows, cancel) is { } begun) return begun;
            var match = (await threads.Match(received, record, MatchReason.References, cancel))!;
            if (await Comment(received, match, cancel) is { } said) return said;
            (follows, claimed) = (match.Record, record);
        }
        return new ReceiptQuarantined($"closed_incidents: more than {MostFollowed} follow one another");
    }

    /// <returns>Null when the incident is closed by now.</returns>
    private async Task<ReceiptEvent?> Comment(ReceivedMail received, MailMatch match, CancellationToken cancel)
    {
        var files = await attachments.Store(received, match.Record, match.Incident!.Attachments.Count, cancel);
        if (match.Sender != Standing.Stranger) await conversations.Learn(received, match.Record, cancel);
        var commented = await log.Execute<Incident, IncidentEvent>(
            Command(received), match.Record, incident => MailEvents.Comment(incident, received, match, files), cancel);
        return commented.Problem switch
        {
            null => new ReceiptProcessed(match.Record, Words<MatchReason>.Of(match.Reason)),
            { Code: ProblemCode.InvalidTransition } => null,
            var refusal => Failed(refusal),
        };
    }

    /// <returns>Null when another mail began it.</returns>
    private async Task<ReceiptEvent?> Begin(
        ReceivedMail received, RecordId record, RecordId? follows, CancellationToken cancel)
    {
        received = await rules.Treat(received, cancel);
        if (received.Treatment.Ignore && await log.Find<Incident, IncidentEvent>(received.Tenant, record, cancel) is null)
            return received.Treatment.Ignored();
        var files = await attachments.Store(received, record, 0, cancel);
        var number = await numbers.Take(received.Tenant, Incident.Series, cancel);
        var begun = await log.Create<Incident, IncidentEvent>(
            Command(received), record,
            existing => MailEvents.Begin(existing, received, number, follows, files), cancel);
        if (begun.IsRefused(out var refusal, out var incident) || incident.State.Number != number)
            numbers.Return(received.Tenant, number);
        return refusal is null ? new ReceiptProcessed(record, null)
            : refusal.Code == ProblemCode.AlreadyExists ? null
            : Failed(refusal);
    }

    /// <summary>A conflict passes: the bus delivers again. What the rules refuse will be refused again.</summary>
    private static ReceiptQuarantined Failed(Problem refusal) => refusal.Code == ProblemCode.VersionConflict
        ? throw new InvalidOperationException(refusal.Detail)
        : new ReceiptQuarantined($"{refusal.Code.ToText()}: {refusal.Detail}");

    private CommandContext Command(ReceivedMail received) =>
        CommandContext.Internal(received.Tenant, CommandId.FromCause("mail", received.Receipt.Id.Value), clock.Now) with
        {
            By = Actor.Source(received.Receipt.Source),
        };
}
