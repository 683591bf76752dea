using System.Text;
using ItsmServerless.Approvals;
using ItsmServerless.Changes;
using ItsmServerless.Kernel.EventLog;
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
        var page = await Shown(ApprovalPage.Of(Link(Open)));
        Assert.Equal(200, page.Status);
        Assert.Contains("<form method=\"post\" action=\"/approve/tok\">", page.Body, StringComparison.Ordinal);
        Assert.Contains("name=\"proof\" value=\"the-proof\"", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_ShowsWhatPeopleWrote_AsTextOnly()
    {
        var page = await Shown(ApprovalPage.Of(Link(Open, Hostile)));
        Assert.DoesNotContain("<script", page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(&#x27;{{7*7}}&#x27;)", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_IsNotKept_NotFramed_AndTellsNobodyWhereItsReaderCameFrom()
    {
        var headers = (await Shown(ApprovalPage.Of(Link(Open)))).Headers;
        Assert.Equal("no-store", headers.CacheControl);
        Assert.Equal("no-referrer", headers["Referrer-Policy"]);
        Assert.Equal("nosniff", headers.XContentTypeOptions);
        var policy = headers.ContentSecurityPolicy.ToString();
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, Ordinal);
        Assert.EndsWith("form-action 'self'; base-uri 'none'; frame-ancestors 'none'", policy, Ordinal);
    }

    [Fact]
    public async Task Page_OfADecidedQuestion_ShowsTheDecision_AsAnAnswerOrAsARefusal()
    {
        var link = Link(Open.Reject("ann"));
        var opened = await Shown(ApprovalPage.Of(link));
        Assert.Equal(200, opened.Status);
        Assert.Contains("<strong>rejected</strong>", opened.Body, StringComparison.Ordinal);
        var again = await Shown(ApprovalPage.AfterVote(ApprovalLinkDesk.Overtaken(link), link));
        Assert.Equal(409, again.Status);
        Assert.Contains("data-code=\"already_decided\"", again.Body, StringComparison.Ordinal);
        Assert.Contains("<strong>rejected</strong>", again.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfAQuestionThatOthersDecided_IsGone() =>
        Assert.Equal(410, (await Shown(ApprovalPage.Of(Link(Open.Reject("bob"))))).Status);

    [Fact]
    public async Task Page_OfAnEditedChange_SaysSo_EvenBeforeItsApprovalHeardOfIt()
    {
        var link = Link(Open);
        var page = await Shown(ApprovalPage.Of(link with { Change = link.Change with { ContentHash = "other" } }));
        Assert.Equal(409, page.Status);
        Assert.Contains("data-code=\"request_changed\"", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfACancelledChange_IsGone_EvenBeforeItsApprovalHeardOfIt()
    {
        var link = Link(Open);
        var cancelled = link with { Change = link.Change with { State = ChangeState.Cancelled } };
        Assert.Equal(410, (await Shown(ApprovalPage.Of(cancelled))).Status);
    }

    [Fact]
    public async Task Page_OfABadToken_IsAlwaysTheSame()
    {
        var page = await Shown(ApprovalPage.Of(Invalid));
        Assert.Equal(401, page.Status);
        Assert.Contains("data-code=\"invalid_token\"", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_WithAFieldOutOfRange_IsShownAgain()
    {
        var problem = Problem.Validation([.. new LinkForm("the-proof", "maybe", null).Validate()]);
        var page = await Shown(ApprovalPage.AfterVote(problem, Link(Open)));
        Assert.Equal(422, page.Status);
        Assert.Contains("<form", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_ForAProgram_IsAProblemDocument()
    {
        var page = await Shown(ApprovalPage.Of(Invalid), accept: "application/json");
        Assert.Contains("\"code\":\"invalid_token\"", page.Body, StringComparison.Ordinal);
        Assert.Equal("no-store", page.Headers.CacheControl);
    }

    [Fact]
    public async Task Head_AnswersAsGetWithoutTheBody()
    {
        var page = await Shown(ApprovalPage.Of(Link(Open)), method: "HEAD");
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
