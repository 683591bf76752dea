using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Intake;

/// <summary>The answer to the handshake by which senders of CloudEvents ask before they send (CloudEvents, HTTP 1.1 Web
/// Hooks for Event Delivery, 4).</summary>
/// <param name="Origin">The sender that may send; null when it did not ask, or the source takes no such events.</param>
/// <param name="Rate">Requests a minute, or <c>*</c>.</param>
/// <remarks>The callback that a sender may offer is not called: the answer is given at once.</remarks>
public sealed record WebHookPermission(string? Origin, string Rate)
{
    private const int LongestOrigin = 255;

    /// <summary>Whoever knows the token may send.</summary>
    public static WebHookPermission Of(IntakeFormat format, IHeaderDictionary headers)
    {
        string? origin = headers["WebHook-Request-Origin"], rate = headers["WebHook-Request-Rate"];
        return new(
            format == IntakeFormat.CloudEvents && origin is { Length: > 0 and <= LongestOrigin } ? origin : null,
            int.TryParse(rate, out var asked) && asked > 0 ? asked.ToString() : "*");
    }

    /// <summary>200 with what is allowed.</summary>
    internal static IResult Answer(WebHookPermission permission) => new Allowed(permission);

    private sealed class Allowed(WebHookPermission permission) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.Headers.Allow = "POST, OPTIONS";
            if (permission.Origin is not { } origin) return Task.CompletedTask;
            response.Headers["WebHook-Allowed-Origin"] = origin;
            response.Headers["WebHook-Allowed-Rate"] = permission.Rate;
            return Task.CompletedTask;
        }
    }
}
