using ItsmServerless.Tests.Scenarios.Hosting;
using Microsoft.Playwright;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>A screen that the approver's page is looked at on.</summary>
internal sealed record PageLook(string Name, int Width, int Height, ColorScheme Scheme)
{
    /// <summary>Set to 1, the pictures of docs/approvals are made anew; otherwise they go beside the test
    /// program.</summary>
    private const string Switch = "ITSM_DOCS_PICTURES";

    /// <summary>A phone, a tablet and a desk, by day and by night. 320 pixels are 1280 at a zoom of 400 % (WCAG 2.2,
    /// 1.4.10).</summary>
    public static readonly PageLook[] All =
    [
        new("phone", 320, 568, ColorScheme.Light), new("phone-dark", 320, 568, ColorScheme.Dark),
        new("tablet", 768, 1024, ColorScheme.Light), new("tablet-dark", 768, 1024, ColorScheme.Dark),
        new("desk", 1280, 900, ColorScheme.Light), new("dark", 1280, 900, ColorScheme.Dark),
    ];

    /// <summary>The pictures that docs/approvals shows.</summary>
    private static readonly HashSet<string> Shown =
    [
        "open-desk", "open-phone", "open-de-dark", "open-fr-phone", "open-es-tablet", "conflict-dark", "error-phone",
        "confirm-desk", "confirm-phone-dark", "code-desk", "code-wrong-phone-dark",
        "approved-desk", "already-decided-dark", "invalid-phone", "edited-desk",
        "withdrawn-phone-dark", "others-decided-desk", "passed-on-desk", "taken-back-phone",
    ];

    private static readonly bool IsForDocs = Environment.GetEnvironmentVariable(Switch) == "1";

    /// <summary>Takes a picture of a page, and says what does not fit or cannot be read.</summary>
    public async Task<IEnumerable<string>> Faults(IPage page, string state)
    {
        await page.SetViewportSizeAsync(Width, Height);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = Scheme });
        var folder = IsForDocs && Shown.Contains($"{state}-{Name}") ? Docs() : Own();
        var picture = Path.Combine(folder, $"{state}-{Name}.png");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = picture, FullPage = true });
        var overflow = await page.EvaluateAsync<int>(PageProbe.Overflow);
        var poor = await page.EvaluateAsync<string[]>(PageProbe.PoorContrast);
        return poor.Concat(overflow > 0 ? [$"{overflow} pixels too wide"] : [])
            .Select(fault => $"{state} {Name}: {fault}");
    }

    /// <summary>What WCAG asks of the page whatever the screen, and of a phone with the text spaced out. The page stays
    /// so.</summary>
    public static async Task<IEnumerable<string>> FaultsOfStructure(IPage page, string state)
    {
        await page.SetViewportSizeAsync(All[0].Width, All[0].Height);
        var structure = await page.EvaluateAsync<string[]>(PageProbe.Structure);
        var cut = await page.EvaluateAsync<string[]>(PageProbe.SpacedOut);
        return structure.Concat(cut).Select(fault => $"{state}: {fault}");
    }

    private static string Own() => Path.Combine(AppContext.BaseDirectory, "TestResults", "approvals");

    private static string Docs()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ItsmServerless.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "docs", "approvals");
    }
}
