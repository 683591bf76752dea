using System.Text;
using System.Text.Json;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Kernel.Http;

/// <summary>Reads bodies so that nothing a caller sent is silently dropped, doubled or bent.</summary>
public static class StrictJson
{
    /// <summary>The body as a record, or one of <c>invalid_json</c>, <c>duplicate_field</c>, <c>unknown_field</c>,
    /// <c>validation_failed</c>, with the field's pointer.</summary>
    public static Outcome<TBody> Read<TBody>(ReadOnlyMemory<byte> utf8) where TBody : class, IBody<TBody>
    {
        if (JsonScan.Find(utf8.Span) is { } flaw) return flaw;
        try
        {
            return JsonSerializer.Deserialize<TBody>(utf8.Span, Json.Strict) is { } body ? Validated(body) : NotAnObject();
        }
        catch (JsonException refused)
        {
            return Explain(refused); // The serializer has no way to report a refused member but by throwing.
        }
    }

    private static Outcome<TBody> Validated<TBody>(TBody body) where TBody : class, IBody<TBody>
    {
        var errors = TBody.Validate(body).ToArray();
        return errors.Length == 0 ? body : Problem.Validation([.. errors]);
    }

    private static Problem NotAnObject() => new(ProblemCode.InvalidJson, "The body is null; an object is expected.");

    private static Problem Explain(JsonException refused)
    {
        var pointer = JsonPath.ToPointer(refused.Path);
        if (refused.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
            return Field(ProblemCode.UnknownField, pointer, "unknown_field", $"{pointer} is not a field of this body.");
        return pointer.Length == 0
            ? new(ProblemCode.InvalidJson, "The body is not a JSON object.")
            : Field(ProblemCode.ValidationFailed, pointer, "wrong_type", $"{pointer} has a value of the wrong type or form.");
    }

    private static Problem Field(ProblemCode code, string pointer, string fieldCode, string detail) =>
        new(code, detail) { Errors = [new(pointer, fieldCode, detail)] };
}

/// <summary>Turns the serializer's paths (<c>$.a[0]['b.c']</c>) into JSON pointers (RFC 6901).</summary>
internal static class JsonPath
{
    public static string ToPointer(string? path)
    {
        var pointer = new StringBuilder();
        for (var rest = (path ?? "$").AsSpan(1); rest.Length > 0;) rest = Segment(pointer, rest);
        return pointer.ToString();
    }

    private static ReadOnlySpan<char> Segment(StringBuilder pointer, ReadOnlySpan<char> rest)
    {
        var (start, end) = rest.StartsWith("['") ? (2, rest.IndexOf("']")) : rest[0] == '[' ? (1, rest.IndexOf(']')) : (1, rest[1..].IndexOfAny('.', '[') + 1);
        if (end <= 0) end = rest.Length;
        pointer.Append('/').Append(rest[start..end].ToString().Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        return rest[Math.Min(rest.Length, end + (start == 2 ? 2 : rest[0] == '[' ? 1 : 0))..];
    }
}
