using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ItsmServerless.Kernel.Telemetry;

/// <summary>The product's own spans and figures, under one name.</summary>
public static class Meters
{
    /// <summary>The name of source and meter.</summary>
    public const string Name = "ItsmServerless";

    private static readonly Meter Meter = new(Name);

    /// <summary>Spans of functions.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Seconds that invocations took, by function.</summary>
    public static Histogram<double> Invocations { get; } = Meter.CreateHistogram<double>("itsm.function.duration", "s", "Duration of function invocations");

    /// <summary>Events published, by type.</summary>
    public static Counter<long> Published { get; } = Meter.CreateCounter<long>("itsm.events.published", "{event}", "Events put on the topic");

    /// <summary>Mails that came in and were ours.</summary>
    public static Counter<long> OwnMails { get; } = Meter.CreateCounter<long>("itsm.mail.own", "{mail}", "Mails of our own that came back, and were dropped");

    /// <summary>Mails that were not sent, by reason.</summary>
    public static Counter<long> HeldBackMails { get; } = Meter.CreateCounter<long>("itsm.mail.suppressed", "{mail}", "Mails that were not sent");

    /// <summary>Events that nobody heard because their tenant is gone.</summary>
    public static Counter<long> DroppedEvents { get; } = Meter.CreateCounter<long>("itsm.events.dropped", "{event}", "Events of tenants that are gone, dropped");
}
