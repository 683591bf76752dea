using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>The JSON Canonicalization Scheme (RFC 8785): one text for one value, so that anybody can recompute a
/// hash.</summary>
public static class CanonicalJson
{
    /// <summary>The canonical UTF-8 text.</summary>
    public static byte[] Of(JsonElement value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The SHA-256 of the canonical text, lower-case hex.</summary>
    public static string Hash(JsonElement value) => Convert.ToHexStringLower(SHA256.HashData(Of(value)));

    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object: WriteObject(text, value); break;
            case JsonValueKind.Array: WriteArray(text, value); break;
            case JsonValueKind.String: WriteString(text, value.GetString()!); break;
            case JsonValueKind.Number: text.Append(Number(value.GetDouble())); break;
            default: text.Append(value.GetRawText()); break;
        }
    }

    private static void WriteObject(StringBuilder text, JsonElement value)
    {
        text.Append('{');
        var first = true;
        foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            if (!first) text.Append(',');
            first = false;
            WriteString(text, member.Name);
            text.Append(':');
            Write(text, member.Value);
        }
        text.Append('}');
    }

    private static void WriteArray(StringBuilder text, JsonElement value)
    {
        text.Append('[');
        var first = true;
        foreach (var item in value.EnumerateArray())
        {
            if (!first) text.Append(',');
            first = false;
            Write(text, item);
        }
        text.Append(']');
    }

    /// <summary>RFC 8785 3.2.2.2: only what must be escaped is, in its shortest form.</summary>
    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value) AppendCharacter(text, c);
        text.Append('"');
    }

    private static void AppendCharacter(StringBuilder text, char c) => _ = c switch
    {
        '"' => text.Append("\\\""),
        '\\' => text.Append("\\\\"),
        '\b' => text.Append("\\b"),
        '\t' => text.Append("\\t"),
        '\n' => text.Append("\\n"),
        '\f' => text.Append("\\f"),
        '\r' => text.Append("\\r"),
        < ' ' => text.Append("\\u").Append(((int)c).ToString("x4")),
        _ => text.Append(c),
    };

    /// <summary>RFC 8785 3.2.2.3: as ECMAScript writes an IEEE 754 double (shortest digits, exponent from 1e21 and
    /// below 1e-6).</summary>
    private static string Number(double value)
    {
        if (value == 0) return "0";
        var (digits, exponent) = ShortestDigits(Math.Abs(value));
        var sign = value < 0 ? "-" : "";
        return sign + (exponent switch
        {
            > 21 or < -5 => Exponential(digits, exponent - 1),
            <= 0 => "0." + new string('0', -exponent) + digits,
            _ when digits.Length <= exponent => digits.PadRight(exponent, '0'),
            _ => digits[..exponent] + "." + digits[exponent..],
        });
    }

    /// <summary>The digits d₁d₂… and n such that the value is 0.d₁d₂… × 10ⁿ.</summary>
    private static (string Digits, int Exponent) ShortestDigits(double value)
    {
        var parts = value.ToString("R", CultureInfo.InvariantCulture).Split('E');
        var (whole, fraction) = parts[0].Split('.') is [var left, var right] ? (left, right) : (parts[0], "");
        var all = whole + fraction;
        var digits = all.TrimStart('0');
        var scale = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        return (digits.TrimEnd('0'), whole.Length - (all.Length - digits.Length) + scale);
    }

    private static string Exponential(string digits, int exponent) =>
        digits[..1] + (digits.Length > 1 ? "." + digits[1..] : "") + "e" + (exponent < 0 ? "-" : "+") + Math.Abs(exponent);
}
