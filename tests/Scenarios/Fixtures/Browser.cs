using Microsoft.Playwright;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Fixtures;

/// <summary>A real browser, the machine's own: none is ever downloaded.</summary>
/// <remarks>
/// <c>ITSM_TEST_BROWSER</c> names the program of a Chromium; otherwise the first of the usual names on the path is
/// taken. Where there is none, the tests that need one are skipped.
/// </remarks>
public sealed class Browser : IAsyncLifetime
{
    private const string HowToGet =
        "No browser is here: install Chromium (apt-get install chromium), or name one in ITSM_TEST_BROWSER.";

    private static readonly string[] Names =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge"];

    private IPlaywright? _driver;
    private IBrowser? _browser;

    /// <summary>A window with nothing in it; skips the test where there is no browser.</summary>
    public Task<IBrowserContext> WindowAsync(BrowserNewContextOptions options)
    {
        Assert.SkipWhen(_browser is null, HowToGet);
        return _browser!.NewContextAsync(options);
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } program)
            return;
        _driver = await Playwright.CreateAsync();
        _browser = await _driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _driver?.Dispose();
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("ITSM_TEST_BROWSER") is { Length: > 0 } named)
            return named;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string[] endings = OperatingSystem.IsWindows() ? [".exe"] : [""];
        var places = from name in Names
                     from folder in folders
                     from ending in endings
                     select Path.Combine(folder, name + ending);
        return places.FirstOrDefault(File.Exists);
    }
}
