using System.Text;
using ItsmServerless.Approvals;
using ItsmServerless.Approvals.Pages;
using ItsmServerless.Changes;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Languages;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ItsmServerless.Tests.Unit.Approvals;

public sealed class ApprovalPageTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Hostile = "</title><script>alert('{{7*7}}')</script> \"&' ${1}";
    private static readonly Problem Invalid = new(ProblemCode.InvalidToken, "Not valid.");

    [Fact]
    public async Task Page_OfAnOpenQuestion_HoldsTheForm()
    {
        var page = await Shown(Opened(Link(Open)));
        Assert.Equal(200, page.Status);
        Assert.Contains("<form method=\"post\" action=\"/approve/tok\">", page.Body, StringComparison.Ordinal);
        Assert.Contains("name=\"proof\" value=\"the-proof\"", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_ShowsWhatPeopleWrote_AsTextOnly()
    {
        var page = await Shown(Opened(Link(Open, Hostile)));
        Assert.DoesNotContain("<script", page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(&#x27;{{7*7}}&#x27;)", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_IsNotKept_NotFramed_AndTellsNobodyWhereItsReaderCameFrom()
    {
        var headers = (await Shown(Opened(Link(Open)))).Headers;
        Assert.Equal("no-store", headers.CacheControl);
        Assert.Equal("no-referrer", headers["Referrer-Policy"]);
        Assert.Equal("nosniff", headers.XContentTypeOptions);
        var policy = headers.ContentSecurityPolicy.ToString();
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, Ordinal);
        Assert.EndsWith("form-action 'self'; base-uri 'none'; frame-ancestors 'none'", policy, Ordinal);
    }

    [Fact]
    public async Task Page_RunsNothing_AndLoadsNothing()
    {
        var page = (await Shown(Opened(Link(Open)))).Body;
        string[] never = ["<script", "javascript:", " src=", "<link", "<img", "@import", "url(", "<iframe", " style="];
        Assert.All(never, one => Assert.DoesNotContain(one, page, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotMatch("<[^>]+ on[a-z]+=", page);
    }

    [Fact]
    public async Task Page_ShowsWhatTheDecisionNeeds()
    {
        var page = (await Shown(Opened(Link(Open)))).Body;
        string[] needed =
        [
            "Replace the switch", "It is old", "Swap it", "Swap back", "Ping", "network", "sw-1", "CHG-000001",
            "medium (impact high, likelihood low)", "Tuesday, 1 December 2026, 20:00 to 22:00 (UTC)",
            "<strong>bob@acme.example</strong>", "not decided yet", "Nothing stands against this time.",
            "It works until Tuesday, 1 December 2026, 09:00 (UTC)",
        ];
        Assert.All(needed, text => Assert.Contains(text, page, Ordinal));
    }

    [Fact]
    public async Task Page_IsInTheReadersLanguageAndZone()
    {
        var sight = Sight(Link(Open)) with { Reader = Reader.Of("de", "Europe/Berlin") };
        var page = (await Shown(ApprovalPage.Of(sight, new(null)))).Body;
        Assert.Contains("<html lang=\"de\">", page, Ordinal);
        Assert.Contains("Dienstag, 1. Dezember 2026, 21:00 bis 23:00 Uhr (Europe/Berlin, UTC", page, Ordinal);
        Assert.Contains(">Genehmigen</button>", page, Ordinal);
    }

    [Fact]
    public async Task Page_NamesWhatStandsAgainstTheWindow()
    {
        var freeze = new ScheduleConflict("freeze", "eoy", "It lies in freeze eoy (End of year).");
        var sight = Sight(Link(Open)) with { Conflicts = new([freeze]) };
        var page = (await Shown(ApprovalPage.Of(sight, new(null)))).Body;
        Assert.Contains("Change freeze: eoy</strong><br><span lang=\"en\">It lies in freeze eoy", page, Ordinal);
    }

    [Fact]
    public async Task Page_OfADecidedQuestion_ShowsTheDecision_AsAnAnswerOrAsARefusal()
    {
        var link = Link(Open.Reject("ann"));
        var opened = await Shown(Opened(link));
        Assert.Equal(200, opened.Status);
        Assert.Contains("data-decision=\"rejected\"", opened.Body, Ordinal);
        var again = await Shown(ApprovalPage.Of(Sight(link), new(ApprovalLinkDesk.Overtaken(link))));
        Assert.Equal(409, again.Status);
        Assert.Contains("data-code=\"already_decided\"", again.Body, Ordinal);
        Assert.Contains("You rejected this change", again.Body, Ordinal);
    }

    [Fact]
    public async Task Page_OfAQuestionThatOthersDecided_IsGone()
    {
        var page = await Shown(Opened(Link(Open.Reject("bob"))));
        Assert.Equal(410, page.Status);
        Assert.Contains("The change is rejected", page.Body, Ordinal);
    }

    [Fact]
    public async Task Page_OfAnEditedChange_SaysSo_EvenBeforeItsApprovalHeardOfIt()
    {
        var link = Link(Open);
        var page = await Shown(Opened(link with { Change = link.Change with { ContentHash = "other" } }));
        Assert.Equal(409, page.Status);
        Assert.Contains("data-code=\"request_changed\"", page.Body, Ordinal);
        Assert.DoesNotContain("<form", page.Body, Ordinal);
    }

    [Fact]
    public async Task Page_OfACancelledChange_IsGone_EvenBeforeItsApprovalHeardOfIt()
    {
        var link = Link(Open);
        var cancelled = link with { Change = link.Change with { State = ChangeState.Cancelled } };
        var page = await Shown(Opened(cancelled));
        Assert.Equal(410, page.Status);
        Assert.Contains("The change was cancelled.", page.Body, Ordinal);
    }

    [Fact]
    public async Task Page_OfABadToken_IsAlwaysTheSame()
    {
        var page = await Shown(ApprovalPage.Invalid(Invalid, Language.English));
        Assert.Equal(401, page.Status);
        Assert.Contains("data-code=\"invalid_token\"", page.Body, Ordinal);
    }

    [Fact]
    public async Task Form_WithAFieldOutOfRange_IsShownAgain_WithWhatWasTyped_AndTheErrorAtItsField()
    {
        var form = new LinkForm("the-proof", "approve", "typed \u0007");
        var problem = Problem.Validation([.. form.Validate()]);
        var page = await Shown(ApprovalPage.Of(Sight(Link(Open)), new(problem, form)));
        Assert.Equal(422, page.Status);
        Assert.Contains("role=\"alert\" data-code=\"validation_failed\"", page.Body, Ordinal);
        Assert.Contains("aria-invalid=\"true\" aria-describedby=\"comment-error comment-hint\"", page.Body, Ordinal);
        Assert.Contains("id=\"comment-error\"", page.Body, Ordinal);
        Assert.Contains("typed ", page.Body, Ordinal);
    }

    [Fact]
    public async Task Confirmation_CarriesTheDecision_TheComment_AndItsProof()
    {
        var (link, form) = (Link(Open), new LinkForm("the-proof", "reject", "\"No\""));
        var page = await Shown(ApprovalPage.Of(
            Sight(link), new(null, form, new AskedAgain(link, VoteDecision.Reject, "the-confirmation"))));
        Assert.Equal(200, page.Status);
        Assert.Contains("name=\"proof\" value=\"the-proof\"", page.Body, Ordinal);
        Assert.Contains("name=\"confirm\" value=\"the-confirmation\"", page.Body, Ordinal);
        Assert.Contains("name=\"comment\" value=\"&quot;No&quot;\"", page.Body, Ordinal);
        Assert.Contains("value=\"reject\">Yes, reject</button>", page.Body, Ordinal);
        Assert.DoesNotContain("value=\"approve\"", page.Body, Ordinal);
    }

    [Fact]
    public async Task Refusal_ForAProgram_IsAProblemDocument()
    {
        var page = await Shown(ApprovalPage.Invalid(Invalid, Language.English), accept: "application/json");
        Assert.Contains("\"code\":\"invalid_token\"", page.Body, Ordinal);
        Assert.Equal("no-store", page.Headers.CacheControl);
    }

    [Fact]
    public async Task Head_AnswersAsGetWithoutTheBody()
    {
        var page = await Shown(Opened(Link(Open)), method: "HEAD");
        Assert.Equal((200, ""), (page.Status, page.Body));
    }

    private static Approval Open => Asked.Of(Asked.Stage(Quorum.AnyOne, RejectOn.Any), "ann", "bob");

    private static OpenedLink Link(Approval approval, string title = "Replace the switch")
    {
        var token = ApprovalToken.For(new("ten_x"), Asked.Id, 1, 1, Asked.Person("ann"), Asked.Hash, Asked.Start);
        var draft = Changes.Given.In(ChangeState.AwaitingApproval);
        var change = draft with { ContentHash = Asked.Hash, Content = draft.Content with { Title = title } };
        return new(token, new Versioned<Approval>(Asked.Id, approval, 1), change, Asked.Person("ann"), "the-proof");
    }

    private static ApprovalPage Opened(OpenedLink link)
    {
        var refusal = ApprovalLinkDesk.Overtaken(link);
        return ApprovalPage.Of(Sight(link), new(refusal?.Code == ProblemCode.AlreadyDecided ? null : refusal));
    }

    private static PageSight Sight(OpenedLink link) =>
        new(link, Reader.Unknown, new Dictionary<EmailAddress, string>(), ScheduleConflicts.None);

    private static async Task<(int Status, string Body, IHeaderDictionary Headers)> Shown(
        ApprovalPage page, string accept = "text/html,*/*", string method = "GET")
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext();
        (context.Request.Method, context.Request.Path, context.Response.Body) = (method, "/approve/tok", body);
        context.Request.Headers.Accept = accept;
        await page.ExecuteAsync(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()), context.Response.Headers);
    }
}
