using System.Runtime.CompilerServices;
using ItsmServerless.Approvals;
using ItsmServerless.Approvals.Pages;
using ItsmServerless.Changes;
using ItsmServerless.Kernel.Languages;
using Xunit;

namespace ItsmServerless.Tests.Unit.Approvals;

public sealed class PageTextsTests
{
    public static TheoryData<Language> Languages => [.. Enum.GetValues<Language>()];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Texts_AreThere_EveryOne(Language language) =>
        Assert.All(All(language), text => Assert.False(string.IsNullOrWhiteSpace(text)));

    /// <summary>Words that are the same in two languages (Plan, Test, Service …) are few.</summary>
    [Fact]
    public void Texts_AreTranslated()
    {
        var english = All(Language.English);
        foreach (var language in Enum.GetValues<Language>().Except([Language.English]))
            Assert.InRange(english.Zip(All(language)).Count(pair => pair.First == pair.Second), 0, english.Length / 8);
    }

    private static string[] All(Language language)
    {
        var texts = PageTexts.InEach.In(language);
        return [.. typeof(PageTexts).GetProperties().Where(property => property.SetMethod is not null)
            .SelectMany(property => Texts(property.GetValue(texts)))];
    }

    private static IEnumerable<string> Texts(object? value) => value switch
    {
        string text => [text],
        ITuple pair => [(string)pair[0]!, (string)pair[1]!],
        Func<string, string> text => [text("x"), text("freeze"), text("outside_maintenance_window")],
        Func<RiskLevel, RiskLevel, string> text =>
            Enum.GetValues<RiskLevel>().Zip(Enum.GetValues<RiskLevel>().Reverse(), text),
        Func<int, string> text => [text(1), text(2)],
        Func<RiskLevel, string> text => Enum.GetValues<RiskLevel>().Select(text),
        Func<ChangeType, string> text => Enum.GetValues<ChangeType>().Select(text),
        Func<StageState, string> text => Enum.GetValues<StageState>().Select(text),
        Func<BallotState, string> text => Enum.GetValues<BallotState>().Select(text),
        _ => throw new InvalidOperationException($"{value?.GetType()} is no text."),
    };
}
