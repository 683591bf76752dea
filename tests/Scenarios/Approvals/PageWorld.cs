using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.Playwright;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>The page behind a link in a real browser, without script.</summary>
public sealed class PageWorld(StorageFixture storage) : IAsyncLifetime
{
    private readonly Browser _browser = new();

    internal ApprovalRig Rig { get; } = new(storage);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await _browser.InitializeAsync();
        await Rig.InitializeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Rig.DisposeAsync();
        await _browser.DisposeAsync();
    }

    /// <summary>A window of a browser that runs no script and wants a language.</summary>
    internal Task<IBrowserContext> Window(string language = "en") => _browser.WindowAsync(
        new BrowserNewContextOptions { JavaScriptEnabled = false, Locale = language });

    /// <summary>A change that was asked about, and the address of the first approver's page.</summary>
    internal async Task<AskedPage> Ask(
        string impact = "low", string language = "en", string onTimeout = "reject")
    {
        var (ann, bob, olga) = (Rig.Person("ann"), Rig.Person("bob"), Rig.Person("olga"));
        await Rig.Enter(ann, "Ann Meyer", language, "Europe/Berlin");
        await Rig.Enter(bob, "Bob Grünwald", "de", "Europe/Berlin");
        await Rig.Enter(olga, "Olga Marin", "es", "Europe/Madrid");
        var board = new
        {
            name = "Change advisory board",
            approvers = new[] { ann, bob },
            quorum = new { kind = "all" },
            timeout = "P3D",
            onTimeout,
            escalateTo = onTimeout == "escalate" ? new[] { Rig.Person("eve") } : null,
        };
        object[] stages = [PageChange.Stage("Peer review", "any", bob), board];
        var change = await Rig.Ask(impact, olga, stages, $"sw-{Rig.Person("x").Split('@')[0]}");
        Assert.Equal(HttpStatusCode.OK, (await (await Rig.PageOf(bob)).Vote("approve")).Status);
        await Rig.Quiet();
        return new(change, new Uri(Rig.Url, (await Rig.PageOf(ann)).Path).ToString(), ann, bob);
    }

    /// <summary>A change of high risk on which decisions by link need a code.</summary>
    internal async Task<AskedPage> AskForCode()
    {
        var (ann, bob) = (Rig.Person("ann"), Rig.Person("bob"));
        await Rig.Enter(ann, "Ann Meyer", "en", "Europe/Berlin");
        await Rig.Enter(bob, "Bob Grünwald", "de", "Europe/Berlin");
        var change = await Rig.AskForCode("high", ann, bob);
        return new(change, new Uri(Rig.Url, (await Rig.PageOf(ann)).Path).ToString(), ann, bob);
    }
}

/// <summary>A change whose first stage said yes, and which waits for the second.</summary>
/// <param name="Address">The page of the first approver of the second stage.</param>
/// <param name="Approver">Whose page it is.</param>
/// <param name="Other">The second approver.</param>
internal sealed record AskedPage(JsonElement Change, string Address, string Approver, string Other);
