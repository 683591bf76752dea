using ItsmServerless.Changes;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Approvals.Pages;

/// <summary>What is asked, and the form that answers.</summary>
internal static class RequestHtml
{
    public static string Of(PageSight sight, PageCause cause, string action)
    {
        var (texts, change) = (PageTexts.InEach.In(sight.Reader.Language), sight.Link.Change);
        var wrong = cause.Refusal is null ? "" : $"{texts.NotRecorded} · ";
        return Markup.Page(
            sight.Reader.Language, $"{wrong}{change.Number} · {change.Content.Title}",
            $"{texts.Kicker} · {change.Number}", $"""
            <h1>{Markup.Encode(change.Content.Title)}</h1>
            <p class="lead">{Lead(sight, texts)}</p>
            <ul class="tags"><li class="tag {Words(change.Content.Risk.Level)}">{Markup.Encode(texts.Risk)}:
            {Markup.Encode(texts.Level(change.Content.Risk.Level))}</li>
            <li class="tag">{Markup.Encode(texts.TypeOf(change.Content.Type))}</li></ul>
            <div class="columns"><div>
            {Summary(sight, texts)}
            {Conflicts(sight, texts)}
            {What(texts, change.Content)}
            {DecidersHtml.Of(sight, texts)}
            </div>
            {FormHtml.Of(sight, texts, cause, action)}
            </div>
            """, width: "", skip: $"<a class=\"skip\" href=\"#decision\">{Markup.Encode(texts.SkipToDecision)}</a>");
    }

    /// <summary>The level and what it was made of.</summary>
    public static string RiskText(PageTexts texts, Risk risk)
    {
        var inputs = texts.RiskInputs(risk.Impact, risk.Likelihood);
        var points = risk.Questionnaire is { } answered ? $"; {texts.RiskPoints(answered.Points)}" : "";
        return $"{texts.Level(risk.Level)} ({inputs}{points})";
    }

    private static string Words(RiskLevel level) => Kernel.Outcomes.Words<RiskLevel>.Of(level);

    private static string Lead(PageSight sight, PageTexts texts) => sight.Link.Ballot.Approver.OnBehalfOf is { } away
        ? Markup.Encode($"{texts.Lead} {texts.OnBehalfOf(sight.NameOf(away))}")
        : Markup.Encode(texts.Lead);

    private static string Summary(PageSight sight, PageTexts texts)
    {
        var (change, content) = (sight.Link.Change, sight.Link.Change.Content);
        return $"""
            <section class="card" aria-labelledby="summary"><h2 id="summary">{Markup.Encode(texts.Summary)}</h2>
            <dl class="facts">
            {Markup.Fact(texts.When, sight.Reader.Period(content.Window.Start, content.Window.End), isWide: true)}
            {Markup.Fact(texts.Risk, RiskText(texts, content.Risk), isWide: true)}
            {Markup.Fact(texts.RequestedBy, Name(sight, change.Requester))}
            {Markup.Fact(texts.Owner, Name(sight, content.Owner))}
            {Markup.Fact(texts.Service, content.Service)}
            {Markup.Fact(texts.Items, string.Join(", ", content.ConfigurationItems))}
            {Markup.Fact(texts.Template, content.Template)}
            </dl></section>
            """;
    }

    private static string? Name(PageSight sight, EmailAddress? person) => person is { } who ? sight.NameOf(who) : null;

    private static string Conflicts(PageSight sight, PageTexts texts)
    {
        var heading = $"<h2>{Markup.Encode(texts.Conflicts)}</h2>";
        if (sight.Conflicts.IsNone) return Markup.Banner("", $"{heading}<p>{Markup.Encode(texts.NoConflicts)}</p>");
        var items = sight.Conflicts.All.Select(each => Conflict(texts, each));
        return Markup.Banner("warn", $"{heading}<ul>{string.Concat(items)}</ul>");
    }

    /// <summary>The practice of changes names them in English.</summary>
    private static string Conflict(PageTexts texts, ScheduleConflict conflict) =>
        $"<li><strong>{Markup.Encode(texts.Conflict(conflict.Code))}: {Markup.Encode(conflict.Name)}</strong><br>" +
        $"<span lang=\"en\">{Markup.Encode(conflict.Detail)}</span></li>";

    private static string What(PageTexts texts, ChangeContent content) => $"""
        {Section("why", texts.Why, content.Description is { Length: > 0 } why ? Text(why) : "")}
        {Section("plan", texts.Plan, $"""
            {Part(texts.Implementation, Text(content.Plan.Implementation))}
            {Part(texts.Tasks, Tasks(content))}
            {Part(texts.Test, Text(content.Plan.Test))}
            {Part(texts.Backout, Text(content.Plan.Backout))}
            """)}
        """;

    private static string Tasks(ChangeContent content) => content.AllTasks.Count == 0
        ? ""
        : $"<ol class=\"plan\">{string.Concat(content.AllTasks.OrderBy(task => task.Order).Select(Item))}</ol>";

    private static string Item(PlannedTask task) =>
        $"<li>{Markup.Encode(task.Owner is { } owner ? $"{task.Title} ({owner})" : task.Title)}</li>";

    private static string Section(string id, string name, string content) => content.Length == 0
        ? ""
        : $"<section class=\"card\" aria-labelledby=\"{id}\"><h2 id=\"{id}\">{Markup.Encode(name)}</h2>{content}</section>";

    private static string Part(string name, string content) =>
        content.Length == 0 ? "" : $"<h3>{Markup.Encode(name)}</h3>{content}";

    private static string Text(string text) => $"<p class=\"text\">{Markup.Encode(text.Trim())}</p>";
}
