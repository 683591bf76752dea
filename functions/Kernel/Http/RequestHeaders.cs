using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Kernel.Http;

/// <summary>A header that may be missing.</summary>
internal readonly record struct Header<T>(T? Value) where T : class;

/// <summary>Reads the headers that steer commands.</summary>
internal static class RequestHeaders
{
    private const int LongestKey = 255;

    /// <summary>1 to 255 visible ASCII characters, once (draft-ietf-httpapi-idempotency-key-header).</summary>
    public static Outcome<Header<string>> IdempotencyKey(HttpRequest request)
    {
        var values = request.Headers["Idempotency-Key"];
        if (values.Count == 0) return new Header<string>(null);
        var key = values.Count == 1 ? values[0] : null;
        return key is { Length: >= 1 and <= LongestKey } && key.All(c => c is > ' ' and <= '~')
            ? new Header<string>(key)
            : new Problem(ProblemCode.InvalidKey, $"Idempotency-Key is given once, with 1 to {LongestKey} visible ASCII characters.");
    }

    /// <summary><c>*</c> or one strong entity tag as an answer gave it (RFC 9110, 13.1.1). A tag that was never given
    /// matches nothing.</summary>
    public static Outcome<Header<IfMatch>> IfMatch(HttpRequest request)
    {
        var values = request.Headers.IfMatch;
        if (values.Count == 0) return new Header<IfMatch>(null);
        if (values.Count > 1 || string.IsNullOrWhiteSpace(values[0]) || values[0]!.Contains(',', StringComparison.Ordinal))
            return new Problem(ProblemCode.InvalidParameter, "If-Match is * or one ETag.");
        var tag = values[0]!.Trim();
        if (tag == "*") return new Header<IfMatch>(new IfMatch(null));
        var known = tag.Length > 2 && tag[0] == '"' && tag[^1] == '"' && int.TryParse(tag.AsSpan(1, tag.Length - 2), out var version) ? version : -1;
        return new Header<IfMatch>(new IfMatch(known));
    }
}
