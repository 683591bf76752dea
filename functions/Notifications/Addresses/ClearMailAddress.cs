using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Notifications.Addresses;

/// <summary>An admin has mails sent to an address again.</summary>
public static class ClearMailAddress
{
    /// <summary>There is something to clear, or there is no such address.</summary>
    public static Decision<MailAddressEvent> Decide(MailAddress? state) => state is { IsCleared: false }
        ? new MailAddressCleared(Receipt: null)
        : Problem.NotFound("such mail address");

    /// <summary>Somebody wrote from it, and so lives there.</summary>
    public static Decision<MailAddressEvent> Decide(MailAddress? state, RecordId receipt) =>
        state is { IsCleared: false } ? new MailAddressCleared(receipt) : Decision<MailAddressEvent>.Nothing;
}
