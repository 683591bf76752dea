using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Incidents;

/// <summary>An auditor's check of a timeline, written from RFC 8785 and CONTRACT 5; no code is the product's.</summary>
internal static class HashChain
{
    public static void Verify(IReadOnlyList<JsonElement> timeline)
    {
        var previous = new string('0', 64);
        for (var index = 0; index < timeline.Count; index++)
        {
            var shown = timeline[index];
            Assert.Equal(index + 1, shown.GetProperty("sequence").GetInt32());
            Assert.Equal(previous, shown.GetProperty("previousHash").GetString());
            previous = Hash(shown);
            Assert.Equal(previous, shown.GetProperty("hash").GetString());
        }
    }

    private static string Hash(JsonElement shown)
    {
        var covered = shown.EnumerateObject().Where(member => member.Name != "hash");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Object(covered))));
    }

    private static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Object(value.EnumerateObject()),
        JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(Canonical)) + "]",
        JsonValueKind.String => Text(value.GetString()!),
        JsonValueKind.Number => Number(value),
        _ => value.GetRawText(),
    };

    private static string Object(IEnumerable<JsonProperty> members) => "{" + string.Join(',', members
        .OrderBy(member => member.Name, StringComparer.Ordinal)
        .Select(member => Text(member.Name) + ":" + Canonical(member.Value))) + "}";

    /// <summary>Whole numbers and plain fractions are all that events hold.</summary>
    private static string Number(JsonElement value) =>
        value.GetDouble().ToString("0.###############", CultureInfo.InvariantCulture);

    private static string Text(string text) => "\"" + string.Concat(text.Select(Escaped)) + "\"";

    private static string Escaped(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        < ' ' => $"\\u{(int)c:x4}",
        _ => c.ToString(),
    };
}
