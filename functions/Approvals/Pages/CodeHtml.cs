using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Approvals.Pages;

/// <summary>The field for the code that was mailed, and the way to another; nothing where none is asked for.</summary>
internal static class CodeHtml
{
    /// <summary>The field with what is wrong with it.</summary>
    public static string Field(PageSight sight, AskedAgain again, PageTexts texts)
    {
        if (!again.Link.Approval.State.AsksCode) return "";
        var error = Wrong(again, texts);
        var (said, mark) = error is null
            ? ("", "aria-describedby=\"code-hint\"")
            : ($"<p class=\"wrong\" id=\"code-error\" role=\"alert\">{Markup.Encode(error)}</p>",
                "aria-invalid=\"true\" aria-describedby=\"code-error code-hint\"");
        return $"""
            <section class="card"><label for="code">{Markup.Encode(texts.Code)}</label>
            <p class="hint" id="code-hint">{Markup.Encode(texts.CodeSent(sight.Link.Approver.Value))}</p>{said}
            <input id="code" name="{LinkForm.CodeField}" inputmode="numeric" autocomplete="one-time-code" maxlength="12"
            {mark}></section>
            """;
    }

    /// <summary>A form of its own, so that Enter in the field confirms.</summary>
    public static string Another(
        PageSight sight, AskedAgain again, LinkForm form, PageTexts texts, string action) =>
        again.Link.Approval.State.AsksCode
            ? $"""
              <form method="post" action="{Markup.Encode(action)}">
              {ConfirmHtml.Hidden(LinkForm.ProofField, sight.Link.Proof)}
              {ConfirmHtml.Hidden("comment", form.Comment ?? "")}
              {ConfirmHtml.Hidden("decision", Words<VoteDecision>.Of(again.Decision))}
              <p class="buttons"><button class="another" name="{LinkForm.AnotherField}" value="yes">
              {Markup.Encode(texts.AnotherCode)}</button></p>
              </form>
              """
            : "";

    private static string? Wrong(AskedAgain again, PageTexts texts) =>
        again.Refusal?.Errors.FirstOrDefault(error => error.Pointer == EnterCode.Pointer)?.Code switch
        {
            null => null,
            "code_missing" => texts.CodeMissing,
            "wrong_code" => texts.CodeWrong(again.Link.Ballot.CodeOf(again.Decision)?.Left ?? 0),
            "code_limit" => texts.CodeLimit,
            "code_used_up" => texts.CodeUsedUp,
            _ => texts.CodeExpired,
        };
}
