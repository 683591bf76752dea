using System.Text.Json;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Kernel.Http;

/// <summary>How large a document may be that is kept whole in one row.</summary>
internal static class DocumentSize
{
    /// <summary>48 KiB of JSON: within the 64 KiB of a property (<see cref="Storage.Limits"/>), with room for
    /// its envelope.</summary>
    private const int Most = 48 << 10;

    /// <summary>An error when the document is larger.</summary>
    public static IEnumerable<FieldError> Check<T>(string pointer, T document) where T : class
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(document, Json.Stored).Length;
        return Outcomes.Check.That(
            bytes <= Most, pointer, "too_large", $"The document has {bytes} bytes as JSON; {Most} are allowed.");
    }
}
