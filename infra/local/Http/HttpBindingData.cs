using System.Collections;
using System.Text.Json;

namespace ItsmServerless.Local.Http;

/// <summary>What a request says to a function by name: the parts of the route, the query, and as JSON
/// <c>Headers</c> and <c>Query</c>.</summary>
/// <remarks>Put together when first asked for: few functions do. Names do not depend on case; of several values of
/// a name the first counts; the key in <c>code</c> is left out; a part of the route counts before the query.</remarks>
internal sealed class HttpBindingData(HttpRequest request) : IReadOnlyDictionary<string, object?>
{
    private readonly Lazy<Dictionary<string, object?>> _data = new(() => Read(request));

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _data.Value.Keys;

    /// <inheritdoc/>
    public IEnumerable<object?> Values => _data.Value.Values;

    /// <inheritdoc/>
    public int Count => _data.Value.Count;

    /// <inheritdoc/>
    public object? this[string key] => _data.Value[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _data.Value.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, out object? value) => _data.Value.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _data.Value.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static Dictionary<string, object?> Read(HttpRequest request)
    {
        var query = request.Query
            .Where(pair => !pair.Key.Equals("code", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(pair => pair.Key, pair => pair.Value[0]);
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in query)
            data[name] = value;
        data["Query"] = JsonSerializer.Serialize(query);
        data["Headers"] = JsonSerializer.Serialize(
            request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value[0]));
        foreach (var (name, value) in request.RouteValues)
            data[name] = value?.ToString();
        return data;
    }
}
