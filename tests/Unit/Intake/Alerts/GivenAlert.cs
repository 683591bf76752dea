using ItsmServerless.Incidents;
using ItsmServerless.Intake;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Tests.Unit.Incidents;
using ItsmServerless.Tests.Unit.Notifications;

namespace ItsmServerless.Tests.Unit.Intake.Alerts;

/// <summary>Alerts on their way through the rules.</summary>
internal static class GivenAlert
{
    public static IntakeSource Source { get; } = new(
        GivenIntake.Source, GivenMail.Tenant, "Prometheus", IntakeFormat.Alertmanager,
        new(Level.Low, Level.Low, "net", "web"), "hash", "k1", Given.Start);

    public static Alert Alert { get; } = new("disk/db-1", AlertStatus.Firing, "Disk of db-1 is full");

    public static ReceivedAlert Received(Alert? alert = null, IntakeSource? source = null) =>
        new(GivenMail.Tenant, GivenIntake.Receipt, source ?? Source, alert ?? Alert);
}
