using ItsmServerless.Kernel.Languages;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Approvals.Pages;

/// <summary>What the triggers of links call: shows the page, takes its form.</summary>
public sealed class ApprovalPages(ApprovalLinkDesk desk, PageReading reading)
{
    /// <summary>The page as it is now, changing nothing.</summary>
    public async Task<IResult> Show(HttpRequest request, string token, CancellationToken cancel)
    {
        var opened = await desk.Open(token, cancel);
        var refusal = opened.IsRefused(out var invalid, out var link) ? invalid : ApprovalLinkDesk.Overtaken(link);
        var isAnswered = refusal?.Code == ProblemCode.AlreadyDecided && link?.Ballot.State != BallotState.Pending;
        return await Page(request, opened, new(isAnswered ? null : refusal), cancel); // To have decided is no mistake.
    }

    /// <summary>Decides; where the risk is high, asks once more instead.</summary>
    public async Task<IResult> Decide(HttpRequest request, string token, CancellationToken cancel)
    {
        var read = await LinkForm.Read(request, cancel);
        if (read.IsRefused(out var unreadable, out var form))
            return await Page(request, await desk.Open(token, cancel), new(unreadable), cancel);
        if (await desk.Unconfirmed(token, form, cancel) is { } again)
            return await Page(request, again.Link, new(again.Refusal, form, again), cancel);
        var voted = await desk.Vote(token, form, cancel);
        if (await desk.WithoutCode(token, form, voted.Problem, cancel) is { } wrong)
            return await Page(request, wrong.Link, new(wrong.Refusal, form, wrong), cancel);
        return await Page(request, await desk.Open(token, cancel), new(voted.Problem, form), cancel);
    }

    private async Task<IResult> Page(
        HttpRequest request, Outcome<OpenedLink> opened, PageCause cause, CancellationToken cancel)
    {
        var asked = request.Headers.AcceptLanguage.ToString();
        return opened.IsRefused(out var invalid, out var link)
            ? ApprovalPage.Invalid(invalid, PreferredLanguage.Of(asked))
            : ApprovalPage.Of(await reading.Of(link, asked, cancel), cause);
    }
}

/// <summary>Why a page is shown.</summary>
/// <param name="Refusal">Why the link or the form that was sent did not count; null when nothing was wrong.</param>
/// <param name="Form">What was sent; null when the link was only opened.</param>
/// <param name="Again">What is asked once more; null when nothing is.</param>
public sealed record PageCause(Problem? Refusal, LinkForm? Form = null, AskedAgain? Again = null);
