using ItsmServerless.Local.Desk.Markup;

namespace ItsmServerless.Local.Desk.Captures;

/// <summary>Captured requests as programs read them.</summary>
internal static class CaptureView
{
    /// <summary>A Teams card, as JSON and not as text.</summary>
    public static object Card(Capture capture) =>
        new { capture.Id, channel = capture.Name, card = PrettyJson.TryParse(capture.Body), capture.At };

    /// <summary>A webhook with its body as text.</summary>
    public static object Hook(Capture capture) =>
        new { capture.Id, capture.Name, capture.Method, capture.Query, capture.Headers, capture.Body, capture.At };
}
