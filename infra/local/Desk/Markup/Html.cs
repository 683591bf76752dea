using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace ItsmServerless.Local.Desk.Markup;

/// <summary>A piece of markup. Text gets into it by being encoded, and in no other way.</summary>
/// <remarks>
/// <c>Html.Of($"&lt;b&gt;{subject}&lt;/b&gt;")</c> takes the literal parts as they are and encodes every hole that is
/// not markup itself, so a page cannot forget to.
/// </remarks>
internal readonly struct Html
{
    /// <summary>Letters of all scripts stay letters: the page is UTF-8.</summary>
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly string? _source;

    private Html(string source) => _source = source;

    /// <summary>No markup at all.</summary>
    public static Html None => default;

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(_source);

    /// <summary>Markup out of an interpolated string.</summary>
    public static Html Of(Interpolation markup) => new(markup.ToString());

    /// <summary>A text, encoded.</summary>
    public static Html Text(string? text) => new(Encoder.Encode(text ?? ""));

    /// <summary>One after the other.</summary>
    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts));

    /// <summary>One after the other, with something between.</summary>
    public static Html Join(string separator, IEnumerable<Html> parts) => new(string.Join(separator, parts));

    /// <inheritdoc/>
    public override string ToString() => _source ?? "";

    /// <summary>Puts markup together as the compiler takes an interpolated string apart.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Interpolation(int literalLength, int holes)
    {
        private readonly StringBuilder _markup = new(literalLength + (holes * 16));

        /// <summary>What is written in the source: markup.</summary>
        public void AppendLiteral(string markup) => _markup.Append(markup);

        /// <summary>A hole with text: encoded.</summary>
        public void AppendFormatted(string? text) => _markup.Append(Encoder.Encode(text ?? ""));

        /// <summary>A hole with markup: as it is.</summary>
        public void AppendFormatted(Html markup) => _markup.Append(markup.ToString());

        /// <summary>A hole with several pieces of markup.</summary>
        public void AppendFormatted(IEnumerable<Html> parts) => _markup.AppendJoin("", parts);

        /// <summary>A hole with a number.</summary>
        public void AppendFormatted(long number) => _markup.Append(number);

        /// <inheritdoc/>
        public override string ToString() => _markup.ToString();
    }
}
