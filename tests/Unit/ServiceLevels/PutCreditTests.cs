using System.Text;
using System.Text.Json;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.ServiceLevels;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

public sealed class PutCreditTests
{
    [Fact]
    public void Credits_AreKept()
    {
        var body = Read("sla", """{"below":90,"credit":10},{"below":95,"credit":5},{"below":95,"credit":2.5,"metric":"resolution"}""").Value;
        var put = Assert.IsType<AgreementPut>(Assert.Single(PutAgreement.Decide("gold", body, calendarIsKnown: true).Events));
        Assert.Equal([new(90, 10), new(95, 5), new(95, 2.5m, Metric.Resolution)], put.Credits!);
    }

    /// <summary>As an agreement was stored before there were credits.</summary>
    [Fact]
    public void Agreement_FromBeforeThereWereCredits_HasNone()
    {
        const string Stored = """
            {"key":"gold","kind":"sla","practice":"incident","match":{"priority":[],"service":[],"group":[]},
             "calendar":"office","targets":[],"pauseWhile":[],"escalations":[]}
            """;
        var put = JsonSerializer.Deserialize<AgreementPut>(Stored, Json.Stored)!;
        var agreement = Agreement.Apply(null, new(Agreement.IdOf("gold"), 1, Ticket.At("2026-01-01T00:00:00Z"), default!, put));
        Assert.Empty(agreement.Credits);
        Assert.Empty(JsonSerializer.Deserialize<Agreement>(JsonSerializer.Serialize(agreement, Json.Stored), Json.Stored)!.Credits);
    }

    [Theory]
    [InlineData("ola", """{"below":95,"credit":5}""", "/credits", "not_allowed")]
    [InlineData("uc", """{"below":95,"credit":5}""", "/credits", "not_allowed")]
    [InlineData("sla", """{"credit":5}""", "/credits/0/below", "required")]
    [InlineData("sla", """{"below":95}""", "/credits/0/credit", "required")]
    [InlineData("sla", "null", "/credits/0", "required")]
    [InlineData("sla", """{"below":0,"credit":5}""", "/credits/0/below", "range")]
    [InlineData("sla", """{"below":100.01,"credit":5}""", "/credits/0/below", "range")]
    [InlineData("sla", """{"below":95.00001,"credit":5}""", "/credits/0/below", "range")]
    [InlineData("sla", """{"below":95,"credit":0}""", "/credits/0/credit", "range")]
    [InlineData("sla", """{"below":95,"credit":101}""", "/credits/0/credit", "range")]
    [InlineData("sla", """{"below":95,"credit":5,"metric":"first_response"}""", "/credits/0/metric", "not_allowed")]
    [InlineData("sla", """{"below":95,"credit":5},{"below":95.0,"credit":10}""", "/credits/1/below", "duplicate")]
    [InlineData("sla", """{"below":95,"credit":5},{"below":90,"credit":5}""", "/credits/1/credit", "order")]
    [InlineData("sla", """{"below":90,"credit":5},{"below":95,"credit":10}""", "/credits/0/credit", "order")]
    public void Wrong_IsRefused_NamingTheField(string kind, string credits, string pointer, string code)
    {
        var error = Assert.Single(Read(kind, credits).Problem!.Errors);
        Assert.Equal((pointer, code), (error.Pointer, error.Code));
    }

    [Theory]
    [InlineData("ola", "")]
    [InlineData("sla", """{"below":100,"credit":100}""")]
    [InlineData("sla", """{"below":0.0001,"credit":0.0001}""")]
    public void AtTheEdge_IsTaken(string kind, string credits) => Assert.Null(Read(kind, credits).Problem);

    [Fact]
    public void Credits_AreAtMostTwenty()
    {
        static string Steps(int count) => string.Join(',', Enumerable.Range(1, count).Select(i => $$"""{"below":{{100 - i}},"credit":{{i}}}"""));
        Assert.Null(Read("sla", Steps(20)).Problem);
        Assert.Equal("count", Assert.Single(Read("sla", Steps(21)).Problem!.Errors).Code);
    }

    private static Outcome<PutAgreement> Read(string kind, string credits) => StrictJson.Read<PutAgreement>(Encoding.UTF8.GetBytes(
        $$"""{"kind":"{{kind}}","calendar":"office","targets":[{"metric":"resolution","within":"PT4H"}],"credits":[{{credits}}]}"""));
}
