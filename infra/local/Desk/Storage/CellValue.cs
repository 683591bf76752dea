using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using ItsmServerless.Local.Desk.Markup;

namespace ItsmServerless.Local.Desk.Storage;

/// <summary>Values of table properties as a person reads them.</summary>
internal static class CellValue
{
    private const int MostBytes = 4096;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>JSON laid out, text as it is, bytes as text where they are some.</summary>
    public static Html Of(object? value) => value switch
    {
        string text => Text(text),
        byte[] bytes => Content(bytes),
        DateTimeOffset at => Html.Text(at.ToString("O", CultureInfo.InvariantCulture)),
        _ => Html.Text(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };

    /// <summary>Bytes as text where they are some, otherwise as hexadecimal digits, cut when there are many.</summary>
    public static Html Content(byte[] bytes)
    {
        var size = Html.Of($"<p class=\"hint\">{Bytes.Of(bytes.Length)}</p>");
        return TextOf(bytes) is { } text
            ? Html.Of($"{size}{Text(text)}")
            : Html.Of($"{size}{Elements.Source(Hexadecimal(bytes))}");
    }

    /// <summary>Whether a property is one every row has.</summary>
    public static bool IsKey(string name) => name is "PartitionKey" or "RowKey" or "Timestamp" or "odata.etag";

    /// <summary>About what a row takes: texts with two bytes a letter, the rest by its type.</summary>
    public static long SizeOf(TableEntity row) => 4 + (2L * (row.PartitionKey.Length + row.RowKey.Length))
        + row.Where(one => !IsKey(one.Key)).Sum(one => 8 + (2L * one.Key.Length) + SizeOf(one.Value));

    private static long SizeOf(object? value) => value switch
    {
        string text => 4 + (2L * text.Length),
        byte[] bytes => 4 + bytes.Length,
        bool => 1,
        int => 4,
        Guid => 16,
        _ => 8,
    };

    private static Html Text(string text) => text.Length > 60 || text.Contains('\n', StringComparison.Ordinal)
        || text.StartsWith('{') || text.StartsWith('[')
        ? Elements.Source(PrettyJson.Of(text))
        : Elements.Id(text);

    private static string? TextOf(byte[] bytes)
    {
        try
        {
            var text = Strict.GetString(bytes);
            return text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Hexadecimal(byte[] bytes)
    {
        var lines = bytes.Take(MostBytes).Chunk(32).Select(Convert.ToHexStringLower);
        return string.Join('\n', lines) + (bytes.Length > MostBytes ? "\n…" : "");
    }
}
