using ItsmServerless.Changes;
using ItsmServerless.Kernel.Languages;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Approvals.Pages;

/// <summary>The pages that have nothing to decide: one heading, one or two sentences.</summary>
internal static class MessageHtml
{
    /// <summary>A link that leads nowhere.</summary>
    public static string Invalid(Language language, ProblemCode code)
    {
        var texts = PageTexts.InEach.In(language);
        return Of(language, texts.Kicker, texts.Invalid, "", new(code, ""));
    }

    /// <summary>A link whose question is over, or a form that could not be read.</summary>
    public static string Of(PageSight sight, Problem problem)
    {
        var texts = PageTexts.InEach.In(sight.Reader.Language);
        var subject = sight.Link.Approval.State.Subject;
        var (message, kind) = Message(texts, sight.Link, problem.Code);
        return Of(
            sight.Reader.Language, $"{texts.Kicker} · {subject.Number}", message, kind, problem, $"{subject.Number} · ");
    }

    private static string Of(
        Language language, string kicker, (string Title, string Text) message, string kind, Problem problem,
        string title = "") => Markup.Page(
        language, title + message.Title, kicker, Markup.Banner(
            kind, $"<h1>{Markup.Encode(message.Title)}</h1><p>{Markup.Encode(message.Text)}</p>",
            Markup.CodeOf(problem)));

    private static ((string Title, string Text) Message, string Kind) Message(
        PageTexts texts, OpenedLink link, ProblemCode code) => code switch
        {
            ProblemCode.RequestChanged => (texts.Changed, "warn"),
            ProblemCode.NoLongerPending => Over(texts, link),
            ProblemCode.AlreadyDecided => (texts.TakenBack, ""),
            ProblemCode.NotTheApprover => (texts.PassedOn, ""),
            _ => (texts.Unreadable, "warn"),
        };

    private static ((string Title, string Text) Message, string Kind) Over(PageTexts texts, OpenedLink link) =>
        link.IsVoid ? (texts.VoidBallot, "warn") : Ended(texts, link);

    private static ((string Title, string Text) Message, string Kind) Ended(PageTexts texts, OpenedLink link) =>
        (link.Approval.State.State, link.Change.State) switch
        {
            (ApprovalState.Withdrawn, _) or (_, ChangeState.Cancelled) => (texts.Withdrawn, ""),
            (ApprovalState.Approved, _) => (texts.ApprovedByOthers, "good"),
            (ApprovalState.Rejected, _) => (texts.RejectedByOthers, "bad"),
            _ => (texts.PassedOn, ""),
        };
}
