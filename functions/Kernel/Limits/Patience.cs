namespace ItsmServerless.Kernel.Limits;

/// <summary>How long somebody who is refused is asked to wait.</summary>
public static class Patience
{
    private const int Spread = 3;

    /// <summary>Whole seconds: never fewer than it takes, and up to a few more, so that those who were refused together
    /// do not come back together.</summary>
    public static int After(TimeSpan wait) =>
        Math.Max(1, RateLimitHeaders.Seconds(wait)) + Random.Shared.Next(Spread);
}
