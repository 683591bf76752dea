using Microsoft.Playwright;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>The approver's page, used in a real browser that runs no script.</summary>
public sealed class PageBrowserTests(PageWorld world) : IClassFixture<PageWorld>
{
    [Fact]
    public async Task Keyboard_IsEnough_InTheOrderOfThePage()
    {
        var asked = await world.Ask();
        await using var window = await world.Window();
        var page = await Opened(window, asked);
        string[] order = ["Go to your decision", "Comment (optional)", "Approve", "Reject"];
        foreach (var name in order)
        {
            await page.Keyboard.PressAsync("Tab");
            var focused = page.Locator(":focus");
            Assert.Equal(name, await focused.EvaluateAsync<string>("e => (e.labels?.[0] ?? e).textContent.trim()"));
            Assert.Equal("solid", await focused.EvaluateAsync<string>("e => getComputedStyle(e).outlineStyle"));
        }
        await page.Keyboard.PressAsync("Shift+Tab");
        await page.Keyboard.PressAsync("Enter");
        await Says(page, "You approved this change");
        Assert.Single(await Votes(asked));
    }

    [Fact]
    public async Task SkipLink_LeadsToTheDecision()
    {
        await using var window = await world.Window();
        var page = await Opened(window, await world.Ask());
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("comment", await page.Locator(":focus").GetAttributeAsync("id"));
    }

    [Fact]
    public async Task WhatCanBePressed_IsAtLeast24PixelsHighAndWide()
    {
        await using var window = await world.Window();
        var page = await Opened(window, await world.Ask());
        await page.SetViewportSizeAsync(320, 568);
        foreach (var target in await page.Locator("button, textarea").AllAsync())
        {
            var box = (await target.BoundingBoxAsync())!;
            Assert.InRange(Math.Min(box.Width, box.Height), 24, 1_000); // WCAG 2.2, 2.5.8.
        }
    }

    [Fact]
    public async Task DoubleClick_OnApprove_IsOneVote()
    {
        var asked = await world.Ask();
        await using var window = await world.Window();
        var page = await Opened(window, asked);
        await Button(page, "Approve").DblClickAsync();
        await Says(page, "You approved this change");
        Assert.Single(await Votes(asked));
    }

    [Fact]
    public async Task BackButton_AfterDeciding_ShowsTheDecision()
    {
        var asked = await world.Ask();
        await using var window = await world.Window();
        var page = await Opened(window, asked);
        await Button(page, "Reject").ClickAsync();
        await Says(page, "You rejected this change");
        await page.GoBackAsync();
        await Says(page, "You rejected this change");
        await Assertions.Expect(Button(page, "Approve")).ToHaveCountAsync(0);
        Assert.Single(await Votes(asked));
    }

    [Fact]
    public async Task Code_IsEnteredWithTheKeyboard_AndTheBackButtonSendsNoOther()
    {
        var asked = await world.AskForCode();
        await using var window = await world.Window();
        var page = await Opened(window, asked);
        await Button(page, "Approve").ClickAsync();
        await Says(page, "Nothing is recorded yet.");
        await page.GoBackAsync();
        await Button(page, "Approve").ClickAsync();
        await world.Rig.Quiet();
        var mails = await world.Rig.Mails(asked.Approver);
        Assert.Equal(2, mails.Count);
        await page.GetByLabel("Code from the mail").FillAsync(OneTimeCodeTests.InMail(mails[^1]));
        await page.Keyboard.PressAsync("Enter");
        await Says(page, "You approved this change");
        await world.Rig.Quiet();
        Assert.Single(await world.Rig.History(asked.Change), type => type == "approval.voted");
    }

    [Fact]
    public async Task SecondTab_ThatWasOpenBefore_ShowsTheDecisionOfTheFirst()
    {
        var asked = await world.Ask();
        await using var window = await world.Window();
        var (one, other) = (await Opened(window, asked), await Opened(window, asked));
        await Button(one, "Approve").ClickAsync();
        await Says(one, "You approved this change");
        await Button(other, "Reject").ClickAsync();
        await Says(other, "You approved this change");
        await Says(other, "This attempt changed nothing.");
        Assert.Single(await Votes(asked));
    }

    [Fact]
    public async Task Page_ThatIsLeftOpen_UntilItsLinkExpires_DecidesNothing()
    {
        var asked = await world.Ask();
        await using var window = await world.Window();
        var page = await Opened(window, asked);
        await world.Rig.Advance(TimeSpan.FromDays(7));
        await Button(page, "Approve").ClickAsync();
        await Says(page, "This link does not work");
        Assert.Empty(await Votes(asked));
    }

    [Fact]
    public async Task HighRisk_WithTheKeyboardAlone_IsDecided()
    {
        var asked = await world.Ask("high");
        await using var window = await world.Window();
        var page = await Opened(window, asked);
        await Press(page, "Approve");
        await Says(page, "Approve this high-risk change?");
        await Press(page, "Yes, approve");
        await Says(page, "You approved this change");
        Assert.Single(await Votes(asked));
    }

    [Fact]
    public async Task HighRisk_IsAskedOnceMore_AndKeepsTheComment()
    {
        var asked = await world.Ask("high");
        await using var window = await world.Window();
        var page = await Opened(window, asked);
        await page.GetByLabel("Comment").FillAsync("Only with \"switch B\" watched & a second pair of eyes");
        await Button(page, "Approve").ClickAsync();
        await Says(page, "Approve this high-risk change?");
        Assert.Empty(await Votes(asked));
        await Button(page, "Yes, approve").ClickAsync();
        await Says(page, "Only with \"switch B\" watched & a second pair of eyes");
        Assert.Single(await Votes(asked));
    }

    [Fact]
    public async Task HighRisk_ThatIsNotConfirmed_IsNotDecided()
    {
        var asked = await world.Ask("high");
        await using var window = await world.Window();
        var page = await Opened(window, asked);
        await Button(page, "Reject").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to the change" }).ClickAsync();
        await Assertions.Expect(Button(page, "Approve")).ToBeVisibleAsync();
        Assert.Empty(await Votes(asked));
    }

    [Fact]
    public async Task Comment_ThatIsTooLong_IsNamedAtItsField_AndKept()
    {
        var asked = await world.Ask();
        await using var window = await world.Window();
        var page = await Opened(window, asked);
        await page.GetByLabel("Comment").FillAsync(string.Concat(Enumerable.Repeat("a\n", 1_900)) + "end");
        await Button(page, "Approve").ClickAsync(); // Line breaks are two characters on the way (WHATWG HTML, 4.10.21).
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Your decision was not recorded");
        var field = page.GetByLabel("Comment");
        Assert.Equal("true", await field.GetAttributeAsync("aria-invalid"));
        Assert.EndsWith("end", await field.InputValueAsync(), StringComparison.Ordinal);
        Assert.Empty(await Votes(asked));
    }

    [Theory]
    [InlineData("en", "Change approval", "Tuesday, 2 March 2027, 21:00 to 23:00")]
    [InlineData("de", "Genehmigung eines Changes", "Dienstag, 2. März 2027, 21:00 bis 23:00 Uhr")]
    [InlineData("fr", "Approbation d’un changement", "mardi 2 mars 2027 de 21")]
    [InlineData("es", "Aprobación de un cambio", "martes, 2 de marzo de 2027, de 21:00 a 23:00")]
    public async Task Page_IsInTheLanguageOfThePerson_WhateverTheBrowserWants(string language, string kicker, string when)
    {
        var asked = await world.Ask("low", language);
        await using var window = await world.Window("it-IT");
        var page = await Opened(window, asked);
        Assert.Equal(language, await page.Locator("html").GetAttributeAsync("lang"));
        await Assertions.Expect(page.Locator("header")).ToContainTextAsync(kicker);
        await Says(page, when);
        await Says(page, "Europe/Berlin, UTC+01:00");
    }

    [Fact]
    public async Task BadLink_IsInTheLanguageOfTheBrowser()
    {
        await using var window = await world.Window("fr-CH");
        var page = await window.NewPageAsync();
        await page.GotoAsync(new Uri(world.Rig.Url, "/approve/gone").ToString());
        await Says(page, "Ce lien ne fonctionne pas");
    }

    private static async Task<IPage> Opened(IBrowserContext window, AskedPage asked)
    {
        var page = await window.NewPageAsync();
        await page.GotoAsync(asked.Address);
        return page;
    }

    /// <summary>Goes to a button by Tab, and presses it by Enter.</summary>
    private static async Task Press(IPage page, string name)
    {
        for (var at = 0; at < 10; at++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.Locator(":focus").EvaluateAsync<string>("e => e.textContent.trim()") == name) break;
        }
        await page.Keyboard.PressAsync("Enter");
    }

    private static ILocator Button(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static Task Says(IPage page, string text) =>
        Assertions.Expect(page.Locator("main")).ToContainTextAsync(text);

    /// <summary>The votes of the second stage.</summary>
    private async Task<IEnumerable<string>> Votes(AskedPage asked)
    {
        await world.Rig.Quiet();
        return (await world.Rig.History(asked.Change)).Where(type => type == "approval.voted").Skip(1);
    }
}
