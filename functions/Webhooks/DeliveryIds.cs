using System.Security.Cryptography;
using System.Text;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Webhooks;

/// <summary>Ids of deliveries: a ULID of the event's time, always the same for the same event and webhook.</summary>
public static class DeliveryIds
{
    private const int ChanceBytes = 10;

    /// <summary>The id of an event's way to a webhook.</summary>
    /// <param name="cause">The event's id, or the command that asked for a test.</param>
    public static RecordId Of(TenantId tenant, string webhook, string cause, Instant at)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}\n{webhook}\n{cause}"));
        return new($"{Delivery.Prefix}_{Ulid.NewUlid(at.ToDateTimeOffset(), digest.AsSpan(0, ChanceBytes))}");
    }

    /// <summary>The time in an id, in whole milliseconds.</summary>
    public static Instant TimeOf(RecordId id) =>
        Instant.FromDateTimeOffset(Ulid.Parse(id.Value[(Delivery.Prefix.Length + 1)..]).Time);
}
