using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Approvals.Pages;

/// <summary>Asks once more, because the risk is high. Nothing is recorded yet.</summary>
internal static class ConfirmHtml
{
    public static string Of(PageSight sight, AskedAgain again, LinkForm form, string action)
    {
        var (texts, change) = (PageTexts.InEach.In(sight.Reader.Language), sight.Link.Change);
        var isYes = again.Decision == VoteDecision.Approve;
        var question = isYes ? texts.ConfirmApprove : texts.ConfirmReject;
        return Markup.Page(
            sight.Reader.Language, $"{change.Number} · {question}", $"{texts.Kicker} · {change.Number}", $"""
            {Markup.Banner("warn", $"<h1>{Markup.Encode(question)}</h1><p>{Markup.Encode(texts.ConfirmText)}</p>")}
            <section class="card"><h2>{Markup.Encode(change.Content.Title)}</h2><dl class="facts">
            {Markup.Fact(texts.When, sight.Reader.Period(change.Content.Window.Start, change.Content.Window.End), true)}
            {Markup.Fact(texts.Risk, RequestHtml.RiskText(texts, change.Content.Risk), true)}
            {Markup.Fact(texts.YourComment, string.IsNullOrWhiteSpace(form.Comment) ? texts.NoComment : form.Comment, true)}
            </dl></section>
            <form method="post" action="{Markup.Encode(action)}">
            {Hidden(LinkForm.ProofField, sight.Link.Proof)}
            {Hidden(LinkForm.ConfirmField, again.Confirmation)}
            {Hidden("comment", form.Comment ?? "")}
            {CodeHtml.Field(sight, again, texts)}
            <p class="buttons"><button class="{(isYes ? "approve" : "reject")}" name="decision"
            value="{Words<VoteDecision>.Of(again.Decision)}">{Markup.Encode(isYes ? texts.YesApprove : texts.YesReject)}</button>
            <a class="back" href="{Markup.Encode(action)}">{Markup.Encode(texts.Back)}</a></p>
            </form>
            {CodeHtml.Another(sight, again, form, texts, action)}
            """);
    }

    internal static string Hidden(string name, string value) =>
        $"<input type=\"hidden\" name=\"{name}\" value=\"{Markup.Encode(value)}\">";
}
