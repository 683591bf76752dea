using ICU4N.Text;
using ItsmServerless.Search.Text;
using Xunit;

namespace ItsmServerless.Tests.Unit.Search;

/// <summary>How text is cut into words, and spellings into one.</summary>
public sealed class TextTokensTests
{
    [Theory]
    [InlineData("The printer jams.", "the printer jams")]
    [InlineData("Größe Straße ØRSTED Łódź", "grosse strasse orsted lodz")]
    [InlineData("cafe\u0301 CAFÉ", "cafe cafe")]
    [InlineData("Ｐｒｉｎｔｅｒ ﬁle ①", "printer file 1")]
    [InlineData("Ελλάδα йод", "ελλαδα иод")]
    [InlineData("INC-000123 10.0.0.1 a_b", "inc 000123 10 0 0 1 a b")]
    [InlineData("الطَّابِعة", "الطابعة")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("😀 ok", "ok")]
    [InlineData("\ud800x", "x")]
    public void Words_AreFoldedAndParted(string text, string expected) =>
        Assert.Equal(expected.Split(' '), TextTokens.Of(text).Select(token => token.Text));

    [Fact]
    public void ScriptsWithoutSpaces_AreCutIntoPairs_AndTheLastStandsForItself() => Assert.Equal(
        [("紙詰", 0), ("詰ま", 1), ("まり", 2), ("り", 2), ("jam", 3)],
        TextTokens.Of("紙詰まりjam").Select(token => (token.Text, token.Position)));

    [Theory]
    [InlineData("한국어 프린터")]
    [InlineData("プリンタが壊れた")]
    [InlineData("Größe tiếng Việt й")]
    public void Text_InPiecesOrNot_IsTheSameWords(string text)
    {
        var (composed, decomposed) = (Normalizer2.NFCInstance.Normalize(text), Normalizer2.NFDInstance.Normalize(text));
        Assert.NotEqual(composed, decomposed);
        Assert.Equal(TextTokens.Of(composed), TextTokens.Of(decomposed));
        Assert.Equal(TextTokens.OfQuery(composed).ToList(), TextTokens.OfQuery(decomposed).ToList());
    }

    [Fact]
    public void Query_HasPairsAlone_ButASingleCharacterIsABeginning()
    {
        Assert.Equal(["詰ま", "まり"], TextTokens.OfQuery("詰まり").Select(token => token.Text));
        Assert.True(TextTokens.OfQuery("紙")[0].IsPrefix);
    }

    [Theory]
    [InlineData("paper jam", "paper|jam")]
    [InlineData("\"paper jam\" print* -fax", "paper jam|print*|-fax")]
    [InlineData("INC-000123", "inc 000123")]
    [InlineData("\"open", "open")]
    [InlineData("-\"in hall\" lamp", "-in hall|lamp")]
    [InlineData("  ", "")]
    public void Query_IsWordsBeginningsPhrases(string text, string expected) => Assert.Equal(
        expected, string.Join('|', SearchQuery.Parse(text).Value.Clauses.Select(clause =>
            (clause.IsExcluded ? "-" : "") +
            string.Join(' ', clause.Tokens.Select(token => token.Text + (token.IsPrefix ? "*" : ""))))));

    [Theory]
    [InlineData("-fax")]
    [InlineData("p*")]
    [InlineData(" - & ")]
    [InlineData("***")]
    [InlineData("\"\" -\"\"")]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33")]
    public void Query_ThatAsksTooMuch_IsRefused(string text) => Assert.NotNull(SearchQuery.Parse(text).Problem);
}
