using ItsmServerless.Local.Desk.Markup;
using Xunit;

namespace ItsmServerless.Tests.Unit.Desk;

public sealed class HtmlTests
{
    [Fact]
    public void Text_IsEncoded_MarkupIsNot()
    {
        var bold = Html.Of($"<b>{"<i>\"&'"}</b>");
        Assert.Equal("<p><b>&lt;i&gt;&quot;&amp;&#x27;</b></p>", Html.Of($"<p>{bold}</p>").ToString());
    }

    [Fact]
    public void Nothing_IsEmpty()
    {
        Assert.True(Html.None.IsEmpty);
        Assert.Equal("<p></p>", Html.Of($"<p>{Html.None}{(string?)null}</p>").ToString());
    }

    [Fact]
    public void Pieces_StandOneAfterTheOther()
    {
        var pieces = new[] { 1, 2 }.Select(one => Html.Of($"<i>{one}</i>"));
        Assert.Equal("<i>1</i><i>2</i>", Html.Of($"{pieces}").ToString());
    }
}
