using ItsmServerless.Changes;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Xunit;

namespace ItsmServerless.Tests.Unit.Docs;

/// <summary>Every field of a record has a rule, and rules name fields that there are.</summary>
public sealed class FieldTableTests
{
    public static TheoryData<Type> Views => [typeof(IncidentView), typeof(IncidentSummary), typeof(ChangeView), typeof(ChangeSummary)];

    public static TheoryData<Type> Bodies =>
        [typeof(ReportIncident), typeof(EditIncident), typeof(AssignIncident), typeof(DraftChange), typeof(EditChange)];

    [Theory]
    [MemberData(nameof(Views))]
    public void EveryFieldOfAView_IsReadBySomebody(Type view) => Assert.All(NamesOf(view),
        name => Assert.True(FieldTable.Of(view)!.IsShown(name, Role.Admin), $"{view.Name}.{name} has no rule."));

    [Theory]
    [MemberData(nameof(Bodies))]
    public void EveryFieldOfABody_IsWrittenByTheDesk(Type body) => Assert.All(NamesOf(body),
        name => Assert.Contains(FieldTable.Of(body)!.Rules, rule => rule.Name == name && rule.Write != FieldAccess.Nobody));

    /// <summary>What somebody may filter by but not read, they could find out by asking.</summary>
    [Fact]
    public void NoFilter_TellsWhatIsNotRead() => Assert.All(
        IncidentRights.Table.Rules.Where(rule => rule.Filter == FieldAccess.Everybody && rule.Name != "updatedSince"),
        rule => Assert.Equal(FieldAccess.Everybody, rule.Read));

    private static IEnumerable<string> NamesOf(Type type) => Json.Options.GetTypeInfo(type).Properties.Select(property => property.Name);
}
