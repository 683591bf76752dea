using Microsoft.Playwright;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>A screen the desk is looked at on.</summary>
/// <param name="Name">Ends the name of the picture.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Scheme">Light or dark.</param>
internal sealed record Look(string Name, int Width, int Height, ColorScheme Scheme)
{
    /// <summary>A desk by day and by night, and a phone.</summary>
    public static readonly Look[] All =
    [
        new("desktop", 1280, 900, ColorScheme.Light),
        new("dark", 1280, 900, ColorScheme.Dark),
        new("phone", 390, 844, ColorScheme.Light),
    ];

    private static readonly string Pictures = Path.Combine(AppContext.BaseDirectory, "TestResults", "desk");

    /// <summary>Keeps a picture of a page, and says what does not fit or cannot be read.</summary>
    public async Task<IEnumerable<string>> FaultsAsync(IPage page, string name)
    {
        await page.SetViewportSizeAsync(Width, Height);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = Scheme });
        var picture = Path.Combine(Pictures, $"{name}-{Name}.png");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = picture, FullPage = true });
        var overflow = await page.EvaluateAsync<int>(PageProbe.Overflow);
        var poor = await page.EvaluateAsync<string[]>(PageProbe.PoorContrast);
        return poor.Concat(overflow > 0 ? [$"{overflow} pixels too wide"] : [])
            .Select(fault => $"{name} {Name}: {fault}");
    }
}
