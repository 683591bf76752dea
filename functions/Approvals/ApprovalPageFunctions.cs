using ItsmServerless.Approvals.Pages;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Approvals;

/// <summary>The page behind an approver's link. Reading it changes nothing, so that link scanners cannot
/// decide.</summary>
public sealed class ApprovalPageFunctions(ApprovalPages pages)
{
    private const string Route = "approve/{token}";
    private const string Reason = "The signed token in the path is the credential.";

    /// <summary>Shows what is asked, and a form; any number of times.</summary>
    [Function("ShowApproval"), Anonymous(Reason), Answers(200, typeof(string), MediaType = "text/html")]
    public async Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request,
        string token, CancellationToken cancel) =>
        await pages.Show(request, token, cancel);

    /// <summary>Says what the page takes, without looking at the token.</summary>
    [Function("ShowApprovalOptions"), Anonymous(Reason), Answers(204)]
    public static IResult Options(
        [HttpTrigger(AuthorizationLevel.Anonymous, "options", Route = Route)] HttpRequest request, string token) =>
        new ApprovalPageOptions();

    /// <summary>Takes the form's decision, once. Where the risk is high it is asked for once more: the answer is a page
    /// whose form has one more hidden field.</summary>
    [Function("DecideApproval"), Anonymous(Reason), Answers(200, typeof(string), MediaType = "text/html")]
    [Accepts(typeof(LinkForm), MediaType = "application/x-www-form-urlencoded")]
    public async Task<IResult> Decide(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        string token, CancellationToken cancel) =>
        await pages.Decide(request, token, cancel);
}
