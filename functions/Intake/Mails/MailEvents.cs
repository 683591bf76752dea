using System.Collections.Immutable;
using System.Text;
using ItsmServerless.Incidents;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Intake.Rules;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Intake.Mails;

/// <summary>A mail and where it came in.</summary>
public sealed record ReceivedMail(TenantId Tenant, Receipt Receipt, InboundMail Mail)
{
    /// <summary>What the tenant's rules want done with it, if it begins an incident.</summary>
    public Treatment Treatment { get; init; } = Treatment.None;

    /// <summary>The tenant's matrix, if it begins an incident.</summary>
    public PriorityMatrix Matrix { get; init; } = PriorityMatrix.Default;

    /// <summary>The incident it begins, if it begins one: always the same.</summary>
    public RecordId NewIncident => UlidText.FromKey(Incident.Prefix, Tenant, Receipt.Id.Value);

    /// <summary>The comment it becomes, if it becomes one.</summary>
    public RecordId NewComment => UlidText.FromKey("cmt", Tenant, Receipt.Id.Value);

    /// <summary>Whether From is taken for the sender: where the installation names the server that checks senders, only
    /// by its word.</summary>
    public bool IsBelieved { get; init; } = true;

    /// <summary>Where the events came from.</summary>
    public Origin Origin => new(Receipt.Source, Receipt.Id, Mail.MessageId);
}

/// <summary>The events of a mail. Pure; the rules of reporting and commenting are those of incidents.</summary>
public static class MailEvents
{
    private const string NoSubject = "(no subject)";
    private const string NoText = "(no text)";
    private const string Cut = "\n\n(The text goes on; the whole message is kept with its receipt.)";

    /// <summary>A new incident with the mail's files.</summary>
    /// <param name="follows">A record to link it to; null for none.</param>
    /// <returns><c>already_exists</c> when another mail of the conversation began it.</returns>
    public static Decision<IncidentEvent> Begin(
        Incident? existing, ReceivedMail received, string number, RecordId? follows,
        ImmutableArray<IncidentAttached> files)
    {
        if (existing is not null) return new Problem(ProblemCode.AlreadyExists, $"{existing.Id} has begun.");
        var body = received.Treatment.Over(Report(received));
        if (Refusal(ReportIncident.Validate(body)) is { } refusal) return refusal;
        var caller = new Caller(received.Tenant, Role.Integration, received.Receipt.Source.Value, null);
        var decision = ReportIncident.Decide(null, body, number, caller, received.Matrix);
        if (decision.Events is not [IncidentReported reported]) return decision;
        var origin = received.Origin with
        {
            IsAutomatic = !MayBeAnswered(received.Mail),
            IsUnverified = !received.IsBelieved,
        };
        var link = follows is { } old ? new IncidentLinked(old, LinkKind.Related) : null;
        ImmutableArray<IncidentEvent?> events = [received.Treatment.Over(reported) with { Origin = origin }, .. files, link];
        return events.OfType<IncidentEvent>().ToImmutableArray();
    }

    /// <summary>A comment with the mail's files, and what follows when the requester writes.</summary>
    /// <returns><c>invalid_transition</c> when the incident was closed meanwhile.</returns>
    public static Decision<IncidentEvent> Comment(
        Incident? incident, ReceivedMail received, MailMatch match, ImmutableArray<IncidentAttached> files)
    {
        if (incident is not { IsOpen: true })
            return new Problem(ProblemCode.InvalidTransition, $"{match.Record} takes no comments any more.");
        var comment = CommentOf(received, match);
        if (Refusal(CommentOnIncident.Validate(new(comment.Body))) is { } refusal) return refusal;
        ImmutableArray<IncidentEvent> written = comment.FromRequester ? incident.RequesterWrote(comment) : [comment];
        var with = files.Select(file => file with { Visibility = comment.Visibility });
        return (ImmutableArray<IncidentEvent>)[comment, .. with, .. written[1..]];
    }

    /// <summary>Public is what the requester wrote, and what comes from a signed address.</summary>
    private static IncidentCommented CommentOf(ReceivedMail received, MailMatch match)
    {
        var isMachine = received.Mail.Nature is not (MailNature.Personal or MailNature.Listed);
        var isPublic = !isMachine && !match.IsByMerge && (match.Sender == Standing.Requester || match.IsVerified);
        var origin = received.Origin with
        {
            Match = Words<MatchReason>.Of(match.Reason),
            IsAutomatic = isMachine,
            IsUnverified = match.Sender == Standing.Stranger,
        };
        var (from, text) = (received.Mail.From, received.Mail.Answer);
        return new(
            received.NewComment, Fitting(text.Length > 0 ? text : NoText),
            isPublic ? Visibility.Public : Visibility.Internal,
            new(from?.Email, from?.Name, Actor.Source(received.Receipt.Source)),
            FromRequester: match.Sender == Standing.Requester && !isMachine,
            ByAgent: match.Sender == Standing.Agent && !isMachine, origin);
    }

    private static ReportIncident Report(ReceivedMail received)
    {
        var (mail, defaults) = (received.Mail, received.Receipt.Defaults);
        return new(
            mail.Subject.Length > 0 ? mail.Subject : NoSubject, mail.Text.Length > 0 ? Fitting(mail.Text) : null,
            mail.From is { } from ? new(from.Email.Value, from.Name) : null,
            Word(defaults.Impact), Word(defaults.Urgency),
            Service: defaults.Service, Group: defaults.Group);
    }

    private static bool MayBeAnswered(InboundMail mail) => mail.Nature == MailNature.Personal;

    private static string? Word(Level? level) => level is { } known ? Words<Level>.Of(known) : null;

    private static Problem? Refusal(IEnumerable<FieldError> errors) =>
        errors.ToImmutableArray() is { IsEmpty: false } some ? Problem.Validation(some) : null;

    private static string Fitting(string text)
    {
        const int most = IncidentFields.DescriptionBytes;
        return Encoding.UTF8.GetByteCount(text) <= most ? text : HeaderText.Cut(text, (most / 4) - Cut.Length) + Cut;
    }
}
