using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace ItsmServerless.Local.Desk.Markup;

/// <summary>One sentence about what a form did, shown on the page it leads back to, and then never again.</summary>
/// <remarks>In a cookie of the desk and not in the address: an address can be sent to somebody.</remarks>
internal static class Notice
{
    private const string Cookie = "desk-notice";
    private const int Longest = 500;

    /// <summary>Back to a page of the desk, with good news.</summary>
    public static IResult Done(HttpContext http, string path, string sentence) => Back(http, path, 'g', sentence);

    /// <summary>Back to a page of the desk, with what was wrong.</summary>
    public static IResult Refused(HttpContext http, string path, string sentence) => Back(http, path, 'b', sentence);

    /// <summary>The notice that waits, if there is one.</summary>
    public static Html Take(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } stored)
            return Html.None;
        http.Response.Cookies.Delete(Cookie, Options());
        var text = Read(stored);
        return text.Length < 2 ? Html.None : Html.Of(
            $"<p role=\"status\" class=\"notice {(text[0] == 'g' ? "good" : "bad")}\">{text[1..]}</p>");
    }

    private static IResult Back(HttpContext http, string path, char kind, string sentence)
    {
        var text = sentence.Length > Longest ? sentence[..Longest] + "…" : sentence;
        http.Response.Cookies.Append(
            Cookie, WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(kind + text)), Options());
        http.Response.Headers.Location = DeskEndpoints.Root + path;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static string Read(string stored)
    {
        try
        {
            return Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(stored));
        }
        catch (FormatException)
        {
            return ""; // Not one of ours.
        }
    }

    private static CookieOptions Options() => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Path = DeskEndpoints.Root,
        IsEssential = true,
    };
}
