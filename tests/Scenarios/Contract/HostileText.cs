using System.Text;
using System.Text.Json.Nodes;

namespace ItsmServerless.Tests.Scenarios.Contract;

/// <summary>Text that has broken systems like this one: in keys, filters, headers, pages and JSON itself.</summary>
internal static class HostileText
{
    /// <summary>Each is sent as it stands, every character escaped, so that JSON itself stays valid.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "'", "''", "x' or RowKey ne '", "') or (PartitionKey gt '", "/", "\\", "#", "?", "a/b\\c#d?e", "%2F", "%", "..",
        "../../head", "e|000001", "head", "\0", "\u0001", "\u001f", "\u007f", "\u0085", "\u2028", "\ufffe", "\uffff",
        "\ud800", "\udc00x", "x\ud83d", "\ud83d\ude00", "e\u0301", "\u202egnp.exe", "\u200b", "a\r\nBcc: x@example.org",
        "<script>alert(1)</script>", "\"><img src=x>", "{{7*7}}", "${jndi:ldap://x}", " ", "null", "=1+1", new('\u00e9', 1000),
    ];

    /// <summary>Whether it is Unicode text at all: no half of a surrogate pair (RFC 8259, 8.2).</summary>
    public static bool IsText(string text) => !text.EnumerateRunes().Contains(Rune.ReplacementChar);

    /// <summary>JSON with every character of a string escaped: what serializers refuse to write is sent all the same.</summary>
    public static string Write(JsonNode? node) => node switch
    {
        JsonObject found => $"{{{string.Join(',', found.Select(member => $"{Quote(member.Key)}:{Write(member.Value)}"))}}}",
        JsonArray items => $"[{string.Join(',', items.Select(Write))}]",
        JsonValue value when value.TryGetValue<string>(out var text) => Quote(text),
        _ => node?.ToJsonString() ?? "null",
    };

    private static string Quote(string text) => $"\"{string.Concat(text.Select(c => $"\\u{(int)c:x4}"))}\"";
}
