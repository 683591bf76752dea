using System.Text;
using System.Text.Json;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Kernel.Http;

/// <summary>Looks through JSON text for what a serializer would let pass: doubled members, lone surrogates, control
/// characters.</summary>
internal static class JsonScan
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The first flaw; null when there is none.</summary>
    public static Problem? Find(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return new Walk().Through(utf8);
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException or ArgumentException)
        {
            // The reader throws on text that is not JSON, too deep, not UTF-8, or holds half a surrogate pair.
            return new(ProblemCode.InvalidJson, $"The body is not JSON of at most {Json.MaxDepth} levels in UTF-8.");
        }
    }

    private sealed class Walk
    {
        private readonly Stack<Level> levels = new();

        public Problem? Through(ReadOnlySpan<byte> utf8)
        {
            _ = Utf8.GetCharCount(utf8);
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = Json.MaxDepth });
            while (reader.Read())
                if (Step(ref reader) is { } flaw) return flaw;
            return null;
        }

        private Problem? Step(ref Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    levels.Push(new(reader.TokenType == JsonTokenType.StartObject ? [] : null));
                    return null;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    levels.Pop();
                    return Passed();
                case JsonTokenType.PropertyName:
                    return Member(reader.GetString()!);
                case JsonTokenType.String:
                    return Text(reader.GetString()!) ?? Passed();
                default:
                    return Passed();
            }
        }

        private Problem? Passed()
        {
            if (levels.TryPeek(out var level)) level.Index++;
            return null;
        }

        private Problem? Member(string name)
        {
            var level = levels.Peek();
            level.Name = name;
            return level.Names!.Add(name) ? Text(name) : Flaw(ProblemCode.DuplicateField, "duplicate_field", "is there twice");
        }

        private Problem? Text(string text) => text.Any(IsRefusedControl)
            ? Flaw(ProblemCode.ValidationFailed, "control_character", "holds a control character other than tab and line breaks")
            : null;

        private Problem Flaw(ProblemCode code, string fieldCode, string what)
        {
            var detail = $"{Pointer} {what}.";
            return new(code, detail) { Errors = [new(Pointer, fieldCode, detail)] };
        }

        private string Pointer => string.Concat(levels.Reverse().Select(level => "/" + (level.Name ?? level.Index.ToString()).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));

        private static bool IsRefusedControl(char c) => char.IsControl(c) && c is not ('\t' or '\n' or '\r');
    }

    private sealed class Level(HashSet<string>? names)
    {
        public HashSet<string>? Names { get; } = names;

        public string? Name { get; set; }

        public int Index { get; set; }
    }
}
