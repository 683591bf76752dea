using ItsmServerless.Local.Desk.Markup;

namespace ItsmServerless.Local.Desk.Mails;

/// <summary>The mails that would have been sent, newest first.</summary>
internal sealed class MailsPage(DeskMailStore mails, Layout layout)
{
    private const int PageSize = 50;

    private static readonly string[] Columns = ["Subject", "To", "Sent"];

    /// <summary>Shows them, or those to one address.</summary>
    public async Task<IResult> ShowAsync(HttpContext http)
    {
        var to = http.Request.Parameter("to");
        var all = await mails.ListAsync(to.Length > 0 ? to : null, http.RequestAborted);
        var page = int.TryParse(http.Request.Parameter("page"), out var asked) ? Math.Max(asked, 1) : 1;
        var body = Html.Of(
            $"""
            <form method="get" class="filter"><label>To <input name="to" type="email" value="{to}"></label>
            <button>Filter</button> <a href="/_local/mail">Clear</a></form>
            {Table(all.Reverse().Skip((page - 1) * PageSize).Take(PageSize))}
            {Pager.Of(http.Request, page, all.Count, PageSize)}
            """);
        return layout.Page(http, "/mail", "Mail", body);
    }

    /// <summary>Rows for some of them, in their order.</summary>
    public Html Table(IEnumerable<DeskMail> some) => Elements.Table(
        Columns,
        [.. some.Select(Row)],
        Html.Of(
            $"""
            No mail has been sent. Report an incident for somebody with an address, or submit a change for approval: the
            mail appears here instead of leaving the house.
            """));

    private Html[] Row(DeskMail mail) =>
    [
        Elements.Link($"/_local/mail/{mail.Id}", mail.Subject is { Length: > 0 } subject ? subject : "(no subject)"),
        Html.Text(mail.To),
        Moment.Of(mail.At, layout.Now),
    ];
}
