using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>The page behind a link, used as a person uses it: opened, its form sent with all it holds.</summary>
internal sealed partial record ApproverPage(Caller Browser, string Path)
{
    /// <summary>The token at the end of the path.</summary>
    public string Token => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The path of the link in a mail.</summary>
    public static string PathIn(string mail) => Link().Match(mail) is { Success: true } link
        ? link.Groups["path"].Value
        : throw new InvalidOperationException($"No link in: {mail}");

    public Task<Answer> Open() => Browser.Get(Path);

    /// <summary>Opens the page and sends its form.</summary>
    public async Task<Answer> Decide(string decision, string comment = "") => await Send(await Form(decision, comment));

    /// <summary>The same; where it is asked for once more, it is confirmed.</summary>
    public async Task<Answer> Vote(string decision)
    {
        var first = await Decide(decision);
        if (!first.Text.Contains("name=\"confirm\"", StringComparison.Ordinal)) return first;
        return await Send(new(FieldsOf(first)) { ["decision"] = decision });
    }

    /// <summary>The fields that the form would send.</summary>
    public async Task<Dictionary<string, string>> Form(string decision, string comment = "")
    {
        var page = await Open();
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var fields = FieldsOf(page);
        (fields["decision"], fields["comment"]) = (decision, comment);
        return fields;
    }

    /// <summary>The hidden fields of a page.</summary>
    public static Dictionary<string, string> FieldsOf(Answer page) => Hidden().Matches(page.Text)
        .DistinctBy(field => field.Groups["name"].Value)
        .ToDictionary(field => field.Groups["name"].Value, field => field.Groups["value"].Value);

    /// <summary>The same with the button that is pressed.</summary>
    public static Dictionary<string, string> FieldsOf(Answer page, string decision) =>
        new(FieldsOf(page)) { ["decision"] = decision };

    public async Task<Answer> Send(Dictionary<string, string> fields)
    {
        using var form = new FormUrlEncodedContent(fields);
        return await Browser.Post(Path, form);
    }

    /// <summary>The code of a page that refuses.</summary>
    public static (HttpStatusCode Status, string Code) Refusal(Answer page) =>
        (page.Status, Code().Match(page.Text).Groups["code"].Value);

    [GeneratedRegex(@"https?://[^/\s]+(?<path>/approve/\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(
        "type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden();

    [GeneratedRegex("data-code=\"(?<code>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
