using ItsmServerless.Incidents;
using ItsmServerless.Intake;
using ItsmServerless.Intake.Mails;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Tests.Unit.Incidents;
using ItsmServerless.Tests.Unit.Notifications;

namespace ItsmServerless.Tests.Unit.Intake;

/// <summary>Mails on their way through the rules.</summary>
internal static class GivenIntake
{
    public static readonly RecordId Source = RecordId.From("src_01JDAAAAAAAAAAAAAAAAAAAAAA");
    public static readonly RecordId Id = Receipt.IdOf(GivenMail.Tenant, Source, "00");
    public static readonly ReceiptAccepted Accepted = new(Source, IntakeFormat.Mime, new(), "00", 1, "intake/x");

    public static Receipt Receipt { get; } = Fold(Accepted);

    public static InboundMail Mail { get; } = new(
        "m1@example.org", new(Given.Ada, "Ada"), [EmailAddress.From("desk@itsm.example")], [], "Still on fire",
        "It burns.\n> quote", "It burns.", MailNature.Personal, []);

    public static ReceivedMail Received(InboundMail? mail = null) => new(GivenMail.Tenant, Receipt, mail ?? Mail);

    public static MailMatch Match(
        Standing sender = Standing.Requester, MatchReason reason = MatchReason.References, Incident? incident = null) =>
        new(Given.Id, incident ?? Given.In(IncidentState.InProgress), reason, sender);

    public static IncidentAttached File { get; } = new(
        RecordId.From("att_01JDAAAAAAAAAAAAAAAAAAAAAA"), "a.pdf", "application/pdf", 1, "00", "attachments/x");

    public static Receipt Fold(params ReceiptEvent[] events) => events.Aggregate(
        (Receipt?)null,
        (state, e) => Receipt.Apply(state, new Recorded<ReceiptEvent>(Id, 1, Given.Start, Actor.System, e)))!;
}
