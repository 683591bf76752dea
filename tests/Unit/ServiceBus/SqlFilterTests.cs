using ItsmServerless.Local.ServiceBus;
using ItsmServerless.Local.ServiceBus.Rules;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceBus;

/// <summary>
/// The grammar and the unknown value are those of
/// https://learn.microsoft.com/azure/service-bus-messaging/service-bus-messaging-sql-filter.
/// </summary>
public sealed class SqlFilterTests
{
    private static readonly MessageContent Message = new()
    {
        MessageId = "m-1",
        Subject = "incident.reported",
        CorrelationId = "inc_1",
        Properties = new Dictionary<string, object>
        {
            ["priority"] = 2,
            ["score"] = 1.5,
            ["price"] = 10.25m,
            ["tenant"] = "demo",
            ["rate"] = "50% off_now",
            ["urgent"] = true,
            ["order"] = "a keyword's namesake is fine in brackets",
            ["other tenant"] = "demo",
            ["at"] = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            ["since"] = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        },
    };

    [Theory]
    [InlineData("1 = 1", true)]
    [InlineData("1=0", false)]
    [InlineData("priority = 2", true)]
    [InlineData("priority <> 2", false)]
    [InlineData("priority != 3", true)]
    [InlineData("priority < 3", true)]
    [InlineData("priority > 2", false)]
    [InlineData("priority <= 2", true)]
    [InlineData("priority >= 2.5", false)]
    [InlineData("priority > -1", true)]
    [InlineData("score = 1.5", true)]
    [InlineData("score > 15e-1", false)]
    [InlineData("price = 10.25", true)]
    [InlineData("priority > score", true)]
    [InlineData("tenant = 'demo'", true)]
    [InlineData("tenant = 'Demo'", false)]
    [InlineData("tenant = [other tenant]", true)]
    [InlineData("\"other tenant\" = 'demo'", true)]
    [InlineData("tenant > 'abc'", true)]
    [InlineData("urgent = TRUE", true)]
    [InlineData("urgent <> false", true)]
    [InlineData("at > since", true)]
    [InlineData("'it''s' = 'it''s'", true)]
    public void Comparison_IsOfValuesOfAKind(string filter, bool expected) => Assert.Equal(expected, Of(filter));

    [Theory]
    [InlineData("absent = 1")]
    [InlineData("absent <> 1")]
    [InlineData("tenant = 1")]
    [InlineData("priority = '2'")]
    [InlineData("urgent > FALSE")]
    [InlineData("NOT absent = 1")]
    [InlineData("absent IN (1, 2)")]
    [InlineData("absent NOT IN (1, 2)")]
    [InlineData("priority NOT IN (1, absent)")]
    [InlineData("absent LIKE 'a%'")]
    [InlineData("priority LIKE '2'")]
    [InlineData("absent = 1 AND priority = 2")]
    [InlineData("absent = 1 OR priority = 1")]
    [InlineData("sys.To = 'x'")]
    public void WhatIsMissingOrOfAnotherKind_MakesItUnknown(string filter) => Assert.Null(Of(filter));

    [Theory]
    [InlineData("absent = 1 OR priority = 2", true)]
    [InlineData("absent = 1 AND priority = 1", false)]
    [InlineData("priority IN (absent, 2)", true)]
    [InlineData("absent IS NULL", true)]
    [InlineData("priority IS NULL", false)]
    [InlineData("priority IS NOT NULL", true)]
    [InlineData("sys.To IS NULL", true)]
    [InlineData("EXISTS(priority)", true)]
    [InlineData("EXISTS ( absent )", false)]
    [InlineData("NOT EXISTS(absent)", true)]
    [InlineData("EXISTS(sys.CorrelationId)", true)]
    public void TheUnknown_IsOvercomeByWhatIsKnown(string filter, bool expected) => Assert.Equal(expected, Of(filter));

    [Theory]
    [InlineData("priority = 1 OR priority = 2 AND tenant = 'demo'", true)]
    [InlineData("(priority = 2 OR priority = 1) AND tenant = 'x'", false)]
    [InlineData("priority = 2 OR priority = 1 AND tenant = 'x'", true)]
    [InlineData("NOT priority = 1 AND tenant = 'x'", false)]
    [InlineData("NOT (priority = 1 AND tenant = 'x')", true)]
    [InlineData("not not priority = 2", true)]
    public void Not_BindsTighterThanAnd_AndTighterThanOr(string filter, bool expected) =>
        Assert.Equal(expected, Of(filter));

    [Theory]
    [InlineData("tenant IN ('a', 'demo')", true)]
    [InlineData("tenant IN ('a')", false)]
    [InlineData("priority NOT IN (1, 3)", true)]
    [InlineData("tenant LIKE 'd%'", true)]
    [InlineData("tenant LIKE 'd_mo'", true)]
    [InlineData("tenant LIKE 'D%'", false)]
    [InlineData("tenant LIKE 'd'", false)]
    [InlineData("tenant NOT LIKE '%x%'", true)]
    [InlineData("rate LIKE '50\\% off\\_now' ESCAPE '\\'", true)]
    [InlineData("rate LIKE '50!_ off%' ESCAPE '!'", false)]
    [InlineData("rate LIKE '50. off%'", false)]
    public void InAndLike_MatchLists_AndPatterns(string filter, bool expected) => Assert.Equal(expected, Of(filter));

    [Theory]
    [InlineData("sys.Label = 'incident.reported'", true)]
    [InlineData("sys.label LIKE 'incident.%'", true)]
    [InlineData("SYS.Subject = 'incident.reported'", true)]
    [InlineData("sys.MessageId = 'm-1' and sys.CorrelationId = 'inc_1'", true)]
    [InlineData("user.tenant = 'demo'", true)]
    [InlineData("[order] IS NOT NULL", true)]
    public void Scopes_AreSysForWhatEveryMessageHas_AndUserForTheRest(string filter, bool expected) =>
        Assert.Equal(expected, Of(filter));

    [Theory]
    [InlineData("", 1, "a value or a property is missing")]
    [InlineData("priority", 9, "a comparison, IS, IN, or LIKE is missing")]
    [InlineData("priority = ", 12, "a value or a property is missing")]
    [InlineData("priority = 1 tenant = 'x'", 14, "the end, AND, or OR is expected instead of 'tenant'")]
    [InlineData("(priority = 1", 14, "')' is missing")]
    [InlineData("priority IN 1", 13, "'(' is expected")]
    [InlineData("tenant NOT = 'x'", 12, "IN or LIKE is expected instead of '='")]
    [InlineData("tenant IS 5", 11, "NULL is expected")]
    [InlineData("tenant LIKE prefix", 13, "a pattern in single quotes is expected")]
    [InlineData("tenant LIKE 'a' ESCAPE 'xy'", 24, "ESCAPE takes one character")]
    [InlineData("tenant LIKE 'a!b' ESCAPE '!'", 15, "! stands before neither %, nor _, nor itself")]
    [InlineData("tenant = 'open", 10, "never closed")]
    [InlineData("tenant = @p", 10, "'@' means nothing in a filter")]
    [InlineData("sys.Colour = 'red'", 5, "no system property 'Colour'")]
    [InlineData("my.tenant = 'x'", 1, "'my' is no scope")]
    [InlineData("AND = 1", 1, "a value or a property is expected instead of 'AND'")]
    public void WhatCannotBeRead_IsSaid_WithWhereAndWhy(string filter, int position, string why)
    {
        var refused = Assert.Throws<FormatException>(() => SubscriptionRule.Sql("rule", filter));
        Assert.StartsWith($"At position {position}: ", refused.Message);
        Assert.Contains(why, refused.Message);
    }

    private static bool? Of(string filter) => SqlParser.Parse(filter)(Message);
}
