using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace ItsmServerless.Kernel.Ids;

/// <summary>The id of a record: a prefix naming its kind and a ULID (<c>inc_01JD…</c>) or an escaped key
/// (<c>cal_business</c>).</summary>
/// <remarks>At most 200 ASCII characters, none of them forbidden in a table key, so it is a partition key as it
/// stands.</remarks>
[JsonConverter(typeof(TextValueConverter<RecordId>))]
public readonly record struct RecordId(string Value) : ITextValue<RecordId>
{
    /// <summary>The kind's prefix, without the underscore.</summary>
    public string Prefix => Value[..Value.IndexOf('_', StringComparison.Ordinal)];

    /// <inheritdoc/>
    public static RecordId From(string text) => new(text);

    /// <summary>The id of a record that its owner names by a key, such as a calendar; any text becomes a safe
    /// key.</summary>
    public static RecordId Named(string prefix, string key) => new($"{prefix}_{KeyText.Escape(key)}");

    /// <summary>Whether the text has the shape <c>prefix_ULID</c> (26 characters of Crockford's alphabet, upper
    /// case).</summary>
    public static bool TryParse(string prefix, string? text, [NotNullWhen(true)] out RecordId? id)
    {
        var fits = text is not null && text.Length == prefix.Length + 27 && text[prefix.Length] == '_' &&
                   text.StartsWith(prefix, StringComparison.Ordinal) &&
                   text.AsSpan(prefix.Length + 1).IndexOfAnyExcept(UlidText.Alphabet) < 0;
        id = fits ? new RecordId(text!) : null;
        return fits;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
