using System.Text.Json;
using ItsmServerless.Local.Desk.Mails;
using ItsmServerless.Local.Desk.Markup;

namespace ItsmServerless.Local.Desk.Cards;

/// <summary>The buttons of a card: links work, what would call Teams does not.</summary>
internal static class CardActions
{
    /// <summary>All of them in a row.</summary>
    public static Html Of(IEnumerable<JsonElement> actions)
    {
        var buttons = actions.Select(One).ToList();
        return buttons.Count == 0 ? Html.None : Html.Of($"<p class=\"card-actions\">{buttons}</p>");
    }

    private static Html One(JsonElement action)
    {
        var (title, address) = (action.Text("title"), action.Text("url"));
        return action.Text("type") == "Action.OpenUrl" && MailLinks.IsHarmless(address)
            ? Html.Of($"<a class=\"button\" rel=\"noreferrer\" target=\"_blank\" href=\"{address}\">{title}</a> ")
            : Html.Of($"<button disabled title=\"{action.Text("type")} {address}\">{title}</button> ");
    }
}
