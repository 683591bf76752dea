using System.Net;
using ItsmServerless.Kernel.Http;

namespace ItsmServerless.Intake.Alerts;

/// <summary>Tells Amazon SNS that a topic may send here.</summary>
public sealed class SnsSubscriptions(OutgoingHttp http)
{
    /// <summary>Visits the address, which <see cref="SnsHosts"/> allowed. Again is harmless.</summary>
    public async Task<ReceiptEvent> Confirm(Uri address, CancellationToken cancel)
    {
        var (status, _) = await http.Get(address, cancel);
        return status switch
        {
            HttpStatusCode.OK => new ReceiptIgnored("subscription_confirmed"),
            >= HttpStatusCode.InternalServerError => throw new HttpRequestException($"SNS answered {(int)status}."),
            _ => new ReceiptQuarantined($"confirmation_refused: {address.Host} answered {(int)status}"),
        };
    }
}
