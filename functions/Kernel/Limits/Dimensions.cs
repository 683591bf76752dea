namespace ItsmServerless.Kernel.Limits;

/// <summary>The dimensions of quotas, metering and bills. Their names are stored and never change.</summary>
public static class Dimensions
{
    /// <summary>Incidents and changes, however they came to be.</summary>
    public const string Records = "records.created";

    /// <summary>Messages that intake took in.</summary>
    public const string Events = "events.ingested";

    /// <summary>Mails and cards handed over.</summary>
    public const string Notifications = "notifications.sent";

    /// <summary>Answers to credentials of the tenant.</summary>
    public const string Calls = "api.calls";

    /// <summary>Bytes of blobs.</summary>
    public const string Storage = "storage.bytes";

    /// <summary>All of them, in the order of bills.</summary>
    public static IReadOnlyList<string> All { get; } = [Records, Events, Notifications, Calls, Storage];
}
