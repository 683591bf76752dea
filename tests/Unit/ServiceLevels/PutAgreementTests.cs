using System.Text;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.ServiceLevels;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

public sealed class PutAgreementTests
{
    private const string Target = """{"metric":"resolution","within":"PT4H"}""";

    [Fact]
    public void Put_KeepsWhatWasSaid()
    {
        var put = Put("""
            {"kind":"ola","practice":"incident","calendar":"office","match":{"priority":["P1"],"service":["mail"]},
             "targets":[{"metric":"resolution","within":"PT4H","byPriority":{"P1":"PT30M"}}],
             "escalations":[{"metric":"resolution","at":0.5,"notify":["group:desk","a@b.example"],"raisePriority":"P1"}]}
            """);
        Assert.Equal((AgreementKind.Ola, "office"), (put.Kind, put.Calendar));
        Assert.Equal(Duration.FromMinutes(30), put.Targets[0].For(Priority.P1));
        Assert.Equal(Duration.FromHours(4), put.Targets[0].For(Priority.P2));
        Assert.Equal(new PriorityRaise(Priority.P1), put.Escalations[0].RaisePriority);
        Assert.Equal(["group:desk", "a@b.example"], put.Escalations[0].Audience);
    }

    [Theory]
    [InlineData("", new[] { HoldReason.AwaitingRequester })]
    [InlineData(""","pauseWhile":[]""", new HoldReason[0])]
    [InlineData(""","pauseWhile":["awaiting_supplier"]""", new[] { HoldReason.AwaitingSupplier })]
    public void PauseWhile_Missing_MeansTheRequester(string member, HoldReason[] expected) =>
        Assert.Equal(expected, Put($$"""{"kind":"sla","calendar":"office","targets":[{{Target}}]{{member}}}""").PauseWhile);

    [Theory]
    [InlineData("""{"calendar":"c","targets":[§]}""", "/kind", "required")]
    [InlineData("""{"kind":"vow","calendar":"c","targets":[§]}""", "/kind", "not_allowed")]
    [InlineData("""{"kind":"sla","practice":"change","calendar":"c","targets":[§]}""", "/practice", "not_allowed")]
    [InlineData("""{"kind":"sla","targets":[§]}""", "/calendar", "required")]
    [InlineData("""{"kind":"sla","calendar":"c"}""", "/targets", "required")]
    [InlineData("""{"kind":"sla","calendar":"c","targets":[]}""", "/targets", "count")]
    [InlineData("""{"kind":"sla","calendar":"c","targets":[§,§]}""", "/targets/1/metric", "duplicate")]
    [InlineData("""{"kind":"sla","calendar":"c","targets":[{"metric":"joy","within":"PT1H"}]}""", "/targets/0/metric", "not_allowed")]
    [InlineData("""{"kind":"sla","calendar":"c","targets":[{"metric":"resolution"}]}""", "/targets/0/within", "required")]
    [InlineData("""{"kind":"sla","calendar":"c","targets":[{"metric":"resolution","within":"4h"}]}""", "/targets/0/within", "wrong_type")]
    [InlineData("""{"kind":"sla","calendar":"c","targets":[{"metric":"resolution","within":"P1M"}]}""", "/targets/0/within", "wrong_type")]
    [InlineData("""{"kind":"sla","calendar":"c","targets":[{"metric":"resolution","within":"PT0S"}]}""", "/targets/0/within", "range")]
    [InlineData("""{"kind":"sla","calendar":"c","targets":[{"metric":"resolution","within":"-PT1H"}]}""", "/targets/0/within", "range")]
    [InlineData("""{"kind":"sla","calendar":"c","targets":[{"metric":"resolution","within":"P367D"}]}""", "/targets/0/within", "range")]
    [InlineData(
        """{"kind":"sla","calendar":"c","targets":[{"metric":"resolution","within":"PT1H","byPriority":{"P9":"PT1H"}}]}""",
        "/targets/0/byPriority", "not_allowed")]
    [InlineData("""{"kind":"sla","calendar":"c","targets":[§],"match":{"priority":["P0"]}}""", "/match/priority/0", "not_allowed")]
    [InlineData("""{"kind":"sla","calendar":"c","targets":[§],"pauseWhile":["sleeping"]}""", "/pauseWhile/0", "not_allowed")]
    [InlineData("""{"kind":"sla","calendar":"c","targets":[§],"escalations":[{"metric":"resolution"}]}""", "/escalations/0/at", "required")]
    [InlineData("""{"kind":"sla","calendar":"c","targets":[§],"escalations":[{"metric":"resolution","at":0}]}""", "/escalations/0/at", "range")]
    [InlineData("""{"kind":"sla","calendar":"c","targets":[§],"escalations":[{"metric":"resolution","at":"soon"}]}""", "/escalations/0/at", "wrong_type")]
    [InlineData("""{"kind":"sla","calendar":"c","targets":[§],"escalations":[{"metric":"resolution","at":"P367D"}]}""", "/escalations/0/at", "range")]
    [InlineData(
        """{"kind":"sla","calendar":"c","targets":[§],"escalations":[{"metric":"resolution","at":"PT0S"},{"metric":"resolution","at":1}]}""",
        "/escalations/1/at", "duplicate")]
    [InlineData(
        """{"kind":"sla","calendar":"c","targets":[§],"escalations":[{"metric":"resolution","at":1,"assignGroup":"No Group"}]}""",
        "/escalations/0/assignGroup", "key")]
    [InlineData(
        """{"kind":"sla","calendar":"c","targets":[§],"escalations":[{"metric":"resolution","at":1,"notify":["teams:No Key"]}]}""",
        "/escalations/0/notify/0", "key")]
    [InlineData(
        """{"kind":"sla","calendar":"c","targets":[§],"escalations":[{"metric":"resolution","at":1,"emit":"Major"}]}""",
        "/escalations/0/emit", "signal")]
    [InlineData(
        """{"kind":"sla","calendar":"c","targets":[§],"escalations":[{"metric":"resolution","at":1,"emit":"major..begin"}]}""",
        "/escalations/0/emit", "signal")]
    [InlineData("""{"kind":"uc","calendar":"c","targets":[§],"pauseWhile":["awaiting_supplier"]}""", "/pauseWhile", "not_allowed")]
    [InlineData(
        """{"kind":"sla","calendar":"c","targets":[§],"escalations":[{"metric":"first_response","at":1}]}""",
        "/escalations/0/metric", "not_allowed")]
    [InlineData(
        """{"kind":"sla","calendar":"c","targets":[§],"escalations":[{"metric":"resolution","at":1},{"metric":"resolution","at":1.0}]}""",
        "/escalations/1/at", "duplicate")]
    [InlineData(
        """{"kind":"sla","calendar":"c","targets":[§],"escalations":[{"metric":"resolution","at":1,"notify":["everybody"]}]}""",
        "/escalations/0/notify/0", "email")]
    [InlineData(
        """{"kind":"sla","calendar":"c","targets":[§],"escalations":[{"metric":"resolution","at":1,"raisePriority":"P9"}]}""",
        "/escalations/0/raisePriority", "wrong_type")]
    public void Wrong_IsRefused_NamingTheField(string body, string pointer, string code)
    {
        var error = Assert.Single(Read(body.Replace("§", Target, StringComparison.Ordinal)).Problem!.Errors);
        Assert.Equal((pointer, code), (error.Pointer, error.Code));
    }

    [Fact]
    public void Decide_WithAnUnknownCalendar_IsRefused()
    {
        var body = Read($$"""{"kind":"sla","calendar":"nowhere","targets":[{{Target}}]}""").Value;
        var error = Assert.Single(PutAgreement.Decide("gold", body, calendarIsKnown: false).Refusal!.Errors);
        Assert.Equal(("/calendar", "unknown_calendar"), (error.Pointer, error.Code));
    }

    [Fact]
    public void Decide_WithAnUnknownChannel_IsRefused_NamingIt()
    {
        var body = Read($$"""
            {"kind":"sla","calendar":"c","targets":[{{Target}}],"escalations":[{"metric":"resolution","at":0.5},
             {"metric":"resolution","at":1,"notify":["desk","teams:ops","teams:gone"]}]}
            """).Value;
        var decision = PutAgreement.Decide("gold", body, calendarIsKnown: true, new HashSet<string> { "ops" });
        var error = Assert.Single(decision.Refusal!.Errors);
        Assert.Equal(("/escalations/1/notify/2", "unknown_channel"), (error.Pointer, error.Code));
    }

    [Theory]
    [InlineData(50, 0)]
    [InlineData(51, 1)]
    public void Steps_AreUpToFifty(int steps, int errors)
    {
        var ladder = string.Join(',', Enumerable.Range(1, steps).Select(at => $$"""{"metric":"resolution","at":"PT{{at}}M"}"""));
        var read = Read($$"""{"kind":"sla","calendar":"c","targets":[{{Target}}],"escalations":[{{ladder}}]}""");
        Assert.Equal(errors, (read.Problem?.Errors ?? []).Count(error => error is { Pointer: "/escalations", Code: "count" }));
    }

    private static AgreementPut Put(string body) =>
        Assert.IsType<AgreementPut>(Assert.Single(PutAgreement.Decide("gold", Read(body).Value, calendarIsKnown: true).Events));

    private static Outcome<PutAgreement> Read(string body) => StrictJson.Read<PutAgreement>(Encoding.UTF8.GetBytes(body));
}
