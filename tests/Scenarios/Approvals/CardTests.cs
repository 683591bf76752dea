using System.Net;
using System.Text.Json;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>Approvers who have a Teams channel are asked there as well.</summary>
public sealed class CardTests(ApprovalRig rig) : IClassFixture<ApprovalRig>
{
    [Fact]
    public async Task OwnChannel_GetsOneCard_InThePersonsLanguage_WithTheLinkOfTheMail()
    {
        var (ann, channel) = (rig.Person("ann"), await Channel(rig));
        await Enter(rig, ann, channel, "de");
        var change = await rig.Ask("low", rig.Person("olga"), [PageChange.Stage("CAB", "any", ann)]);
        var card = Assert.Single(await Cards(channel)).GetRawText();
        Assert.Contains("Sie werden um die Genehmigung von", card, StringComparison.Ordinal);
        var page = await rig.PageOf(ann);
        Assert.Contains(page.Token, card, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await page.Open()).Status);
        Assert.DoesNotContain("approval.voted", await rig.History(change));
    }

    [Fact]
    public async Task SharedChannel_IsToldWhoIsAsked_AndGetsNoLink()
    {
        var (ann, bob, channel) = (rig.Person("ann"), rig.Person("bob"), await Channel(rig));
        await Enter(rig, ann, channel, "en");
        await Enter(rig, bob, channel, "en");
        await rig.Ask("low", rig.Person("olga"), [PageChange.Stage("CAB", "all", ann, bob)]);
        var card = Assert.Single(await Cards(channel)).GetRawText();
        Assert.Contains("Asked to decide on", card, StringComparison.Ordinal);
        Assert.DoesNotContain("/approve/", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChannelOfAGroup_IsToldOnWhatTheGroupIsAsked_AndHowItEnded_WithoutLinks()
    {
        var (ann, bob, channel) = (rig.Person("ann"), rig.Person("bob"), await Channel(rig));
        var group = new { name = "Board", members = new[] { ann, bob }, teams = channel };
        (await rig.Admin.Send(HttpMethod.Put, $"/v1/groups/{channel}", group)).Expect(HttpStatusCode.OK);
        var change = await rig.Ask(
            "low", rig.Person("olga"), [PageChange.Stage("CAB", "any", $"group:{channel}")]);
        var asked = Assert.Single(await Cards(channel)).GetRawText();
        Assert.Contains(PageChange.Title, asked, StringComparison.Ordinal);
        await (await rig.PageOf(ann)).Decide("approve");
        await rig.Quiet();
        var cards = await Cards(channel);
        Assert.Equal(2, cards.Count);
        var end = $"{change.GetProperty("number").GetString()} was approved.";
        Assert.Contains(end, cards[^1].GetRawText(), StringComparison.Ordinal);
        Assert.All(cards, card => Assert.DoesNotContain("/approve/", card.GetRawText(), StringComparison.Ordinal));
    }

    /// <summary>A channel on the desk, by its key.</summary>
    internal static async Task<string> Channel(ApprovalRig rig)
    {
        var key = rig.Person("channel").Split('@')[0];
        var channel = new { name = key, url = new Uri(rig.Url, $"/_local/teams/{key}").ToString() };
        (await rig.Admin.Send(HttpMethod.Put, $"/v1/teams-channels/{key}", channel)).Expect(HttpStatusCode.OK);
        return key;
    }

    internal static async Task Enter(ApprovalRig rig, string person, string teams, string language) => (await rig.Admin.Send(
        HttpMethod.Put, $"/v1/people/{person}", new { name = person, teams, language })).Expect(HttpStatusCode.OK);

    private async Task<List<JsonElement>> Cards(string channel)
    {
        var cards = (await rig.Browser.Get("/_local/teams")).Expect(HttpStatusCode.OK).GetProperty("items");
        return [.. cards.EnumerateArray().Where(card => card.GetRawText().Contains(channel, StringComparison.Ordinal))];
    }
}
