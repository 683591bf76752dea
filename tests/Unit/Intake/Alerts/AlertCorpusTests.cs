using CsCheck;
using ItsmServerless.Intake;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Providers;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake.Alerts;

public sealed class AlertCorpusTests
{
    private static readonly (string Name, AlertMessage Message, AlertMapping? Mapping)[] All =
        [.. AlertCorpus.Names.Select(name => (name, AlertCorpus.Read(name).Message, AlertCorpus.Read(name).Mapping))];

    public static TheoryData<string> Names => [.. AlertCorpus.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Message_IsReadAsExpected(string name) =>
        Assert.Equal(AlertCorpus.Expected(name), AlertCorpus.Text(AlertCorpus.Reading(name)));

    [Fact]
    public void Corpus_HasEveryFormat() => Assert.Equal(
        Enum.GetValues<IntakeFormat>().Where(format => !format.IsMail()),
        All.Select(message => AlertCorpus.FormatOf(message.Name)).Distinct().Order());

    /// <summary>What the mapping may cost at most is bounded by the rules for expressions.</summary>
    [Fact]
    public void Expressions_OfTheCorpus_AreAllowed() => Assert.All(
        All.Where(message => message.Mapping is not null),
        message => Assert.Empty(AlertMapping.Validate(message.Mapping!)));

    /// <summary>Bytes changed, removed and put in at random: alerts, or why there are none, but never a crash. For
    /// longer: <c>CsCheck_Time=300</c> (CONTRIBUTING.md).</summary>
    [Fact]
    public void DamagedMessage_IsReadOrRefused() => AlertFuzz.Damaged(All.Select(m => (m.Name, m.Message, m.Mapping)))
        .Sample(damaged => AlertFuzz.IsSound(AlertReader.Read(damaged.Format, damaged.Message, damaged.Mapping)));

    /// <summary>JSON of any shape under the names that the formats look for.</summary>
    [Fact]
    public void AnyJson_IsReadOrRefused() => AlertFuzz.AnyJson
        .Sample(any => AlertFuzz.IsSound(AlertReader.Read(any.Format, any.Message, any.Mapping)));
}
