using ItsmServerless.Local.Desk.Markup;
using ItsmServerless.Local.Hosting;

namespace ItsmServerless.Local.Desk.Overview;

/// <summary>What the console prints at the start: where the host is, and how to speak to it.</summary>
internal sealed class HostFacts(LocalEnvironment environment)
{
    /// <summary>The API key of the tenant <c>demo</c>, once there is one.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Draws them; the operator's key only when the console printed it as well.</summary>
    public Html Draw()
    {
        var isGenerated = environment.OperatorKey == environment.Secrets.OperatorKey;
        return Html.Of($"{Elements.Facts(Facts(isGenerated))}{Example()}");
    }

    private IEnumerable<(string Name, Html Value)> Facts(bool isGenerated)
    {
        yield return ("Listening on", Html.Of($"<code>{environment.Url}</code>"));
        if (ApiKey is { } key)
        {
            yield return ("Tenant", Html.Of($"demo"));
            yield return ("API key", Copied(key));
        }
        if (isGenerated)
            yield return ("Operator key", Copied(environment.OperatorKey));
        yield return ("API reference", Elements.Link("/docs", $"{environment.Url}/docs"));
        yield return ("Clock", Html.Text(environment.ManualClock is null ? "the system's" : "manual"));
    }

    private Html Example() => ApiKey is null ? Html.None : Elements.Fold("Try it", Elements.Source(
        $$"""
        curl {{environment.Url}}/v1/incidents -H "Authorization: Bearer {{ApiKey}}" \
          -H "Content-Type: application/json" -d '{"title":"The printer is on fire"}'
        """));

    private static Html Copied(string secret) => Html.Of(
        $"<code>{secret}</code> <button class=\"copy\" data-copy=\"{secret}\" hidden>Copy</button>");
}
