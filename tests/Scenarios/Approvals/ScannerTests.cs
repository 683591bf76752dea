using System.Net;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>Programs that open links: scanners of mail gateways, previews of chats, crawlers. None decides
/// anything.</summary>
/// <remarks>The full count of 100,000: <c>ITSM_SCANNER_REQUESTS=100000</c>.</remarks>
public sealed class ScannerTests(ApprovalRig rig, ITestOutputHelper output) : IClassFixture<ApprovalRig>
{
    private const int AlteredTokens = 5_000;
    private const int AtOnce = 8;
    internal static readonly HttpMethod[] Reading = [HttpMethod.Get, HttpMethod.Head, HttpMethod.Options];
    private static readonly int Requests =
        int.TryParse(Environment.GetEnvironmentVariable("ITSM_SCANNER_REQUESTS"), out var requests) ? requests : 3_000;

    /// <summary>How they name themselves.</summary>
    internal static readonly string[] Scanners =
    [
        "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; Trident/6.0) SafeLinks",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) BingPreview/1.0b",
        "Mozilla/5.0 (compatible; Proofpoint-URL-Defense)", "Mozilla/5.0 (compatible; Mimecast URL Protect)",
        "Barracuda Sentinel (EE)", "Cisco-ESA Outbreak Filters", "Mozilla/5.0 (compatible; Trend Micro WRS)",
        "Mozilla/5.0 (compatible; Sophos Email Appliance)", "Symantec Click-time URL Protection",
        "Mozilla/5.0 (compatible; FireEye ETP)", "GoogleImageProxy", "Mozilla/5.0 (compatible; Googlebot/2.1)",
        "Slackbot-LinkExpanding 1.0", "SkypeUriPreview Preview/0.5",
        "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5", "facebookexternalhit/1.1", "Twitterbot/1.0",
        "WhatsApp/2.23.20.0", "TelegramBot (like TwitterBot)", "LinkedInBot/1.0", "Discordbot/2.0",
        "Mozilla/5.0 (compatible; bingbot/2.0)", "curl/8.5.0", "Wget/1.21", "python-requests/2.31.0",
        "Go-http-client/2.0",
        "Java/17.0.9", "Mozilla/5.0 HeadlessChrome/120.0.0.0", "Apache-HttpClient/5.2", "",
    ];

    [Fact]
    public async Task Scanners_DecideNothing()
    {
        var ann = rig.Person("ann");
        var change = await rig.Submit([ApprovalRig.Stage("any", ann, rig.Person("bob"))]);
        var page = await rig.PageOf(ann);
        var before = (await rig.Approvals(change)).GetRawText();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (at, _) => Assert.InRange((int)await Scan(page.Path, at), 200, 204));
        await rig.Quiet();
        Assert.Equal(before, (await rig.Approvals(change)).GetRawText());
        Assert.Equal(HttpStatusCode.OK, (await page.Decide("approve")).Status);
        output.WriteLine($"{Requests} requests by {Scanners.Length} scanners");
    }

    [Fact]
    public async Task AlteredToken_IsNeverAccepted()
    {
        var ann = rig.Person("ann");
        var change = await rig.Submit([ApprovalRig.Stage("any", ann)]);
        var page = await rig.PageOf(ann);
        var form = await page.Form("approve");
        var random = new Random(2026);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, AlteredTokens).Select(at => Alter(page.Token, at, random)).ToList(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (token, _) =>
            {
                var answer = await (page with { Path = $"/approve/{Uri.EscapeDataString(token)}" }).Send(form);
                Assert.Equal((HttpStatusCode.Unauthorized, "invalid_token"), ApproverPage.Refusal(answer));
            });
        Assert.Equal("awaiting_approval", await rig.StateOf(change));
        Assert.Equal(HttpStatusCode.OK, (await page.Send(form)).Status);
    }

    /// <summary>A character replaced, taken out or put in; parts swapped, cut, padded, of another case.</summary>
    private static string Alter(string token, int kind, Random random)
    {
        const string Alphabet = "ABCXYZabcxyz0189-_.=+%*";
        var (at, c) = (random.Next(token.Length), Alphabet[random.Next(Alphabet.Length)]);
        var parts = token.Split('.');
        var altered = (kind % 10) switch
        {
            0 or 1 or 2 => string.Concat(token.AsSpan(0, at), [c], token.AsSpan(at + 1)),
            3 => token.Remove(at, 1),
            4 => token.Insert(at, c.ToString()),
            5 => token[..Math.Max(at, 1)],
            6 => token + new string('=', (kind % 3) + 1),
            7 => $"{parts[0]}.{parts[2]}.{parts[1]}",
            8 => string.Concat(token.AsSpan(0, at), token[at..].ToUpperInvariant()),
            _ => $"{new string(c, (kind % 7) + 1)}.{parts[1]}.{parts[2]}",
        };
        return altered == token ? token + "A" : altered;
    }

    private async Task<HttpStatusCode> Scan(string path, int at)
    {
        using var request = new HttpRequestMessage(Reading[at % Reading.Length], path);
        request.Headers.TryAddWithoutValidation("User-Agent", Scanners[at % Scanners.Length]);
        return await rig.Browser.StatusOf(request);
    }
}
