using System.Text.Json;

namespace ItsmServerless.Local.Hosting;

/// <summary>The values of <c>local.settings.sample.json</c>, which are safe on a laptop: so the sample is never
/// wrong.</summary>
internal static class SampleSettings
{
    private const string FileName = "local.settings.sample.json";

    /// <summary>Reads the file that lies beside the host.</summary>
    /// <exception cref="StartFailedException">It is missing or is not JSON.</exception>
    public static IEnumerable<KeyValuePair<string, string?>> Load()
    {
        var path = Path.Combine(AppContext.BaseDirectory, FileName);
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception broken) when (broken is IOException or JsonException)
        {
            throw new StartFailedException($"{path} cannot be read: {broken.Message}", broken);
        }
    }

    /// <summary>Reads the <c>Values</c>; <c>__</c> in a name stands for <c>:</c>, as in environment
    /// variables.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Parse(string json)
    {
        using var document = JsonDocument.Parse(json, new() { CommentHandling = JsonCommentHandling.Skip });
        return
        [
            .. document.RootElement.GetProperty("Values").EnumerateObject().Select(value => KeyValuePair.Create(
                value.Name.Replace("__", ":", StringComparison.Ordinal), value.Value.GetString()))
        ];
    }
}
