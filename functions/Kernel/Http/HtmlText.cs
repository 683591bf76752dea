using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Xml;

namespace ItsmServerless.Kernel.Http;

/// <summary>What every page needs that is written here by hand.</summary>
public static class HtmlText
{
    /// <summary>A text that somebody typed, safe inside an element or a quoted attribute. Characters that no page may
    /// hold are shown as the replacement character.</summary>
    public static string Encode(string text) => HtmlEncoder.Default.Encode(
        string.Concat(text.Select(c => char.IsSurrogate(c) || XmlConvert.IsXmlChar(c) ? c : '\uFFFD')));

    /// <summary>The source by which a Content-Security-Policy lets in one style sheet and no other.</summary>
    public static string HashOf(string style) =>
        "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
}
