using System.Text;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.ServiceLevels;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

public sealed class SimulateClocksTests
{
    private const string Created = """{"at":"2026-01-05T08:00:00Z","type":"created"}""";

    /// <summary>The same story as in ClockEngineTests: two hours and a pause of 65 minutes are due at 11:05.</summary>
    [Fact]
    public void Story_OfAPause_IsDueLaterByThePause()
    {
        var clock = Assert.Single(Read($$"""
            {"calendar":{"timeZone":"UTC"},"targets":[{"metric":"resolution","within":"PT2H"}],"at":"2026-01-05T10:30:00Z",
             "events":[{{Created}},{"at":"2026-01-05T09:00:00Z","type":"held","reason":"awaiting_requester"},
                       {"at":"2026-01-05T10:05:00Z","type":"resumed"}]}
            """).Value.Run());
        Assert.Equal((ClockState.Running, Ticket.At("2026-01-05T11:05:00Z")), (clock.Clock.State, clock.Clock.DueAt));
        Assert.Equal(["round the clock", "events/1", "round the clock"], clock.Intervals.Select(interval => interval.Cause));
    }

    [Theory]
    [InlineData("""[]""", "/events", "count")]
    [InlineData("""[{"at":"2026-01-05T08:00:00Z","type":"resolved"}]""", "/events/0/type", "order")]
    [InlineData("""[§,§]""", "/events/1/type", "order")]
    [InlineData("""[§,{"at":"2026-01-05T07:00:00Z","type":"resolved"}]""", "/events/1/at", "order")]
    [InlineData("""[§,{"at":"2026-01-05T09:00:00Z","type":"held"}]""", "/events/1/reason", "required")]
    [InlineData("""[§,{"at":"2026-01-05T09:00:00Z","type":"changed"}]""", "/events/1/type", "not_allowed")]
    [InlineData("""[§,{"type":"resolved"}]""", "/events/1/at", "required")]
    [InlineData("""[§,{"at":"yesterday","type":"resolved"}]""", "/events/1/at", "wrong_type")]
    [InlineData("""[{"at":"1999-12-31T08:00:00Z","type":"created"}]""", "/at", "range")]
    public void WrongEvents_AreRefused_NamingTheField(string events, string pointer, string code)
    {
        var body = $$"""
            {"calendar":{"timeZone":"UTC"},"targets":[{"metric":"resolution","within":"PT2H"}],"at":"2001-01-05T10:30:00Z",
             "events":{{events.Replace("§", Created, StringComparison.Ordinal)}}}
            """;
        Assert.Contains(Read(body).Problem!.Errors, error => (error.Pointer, error.Code) == (pointer, code));
    }

    [Fact]
    public void WrongCalendar_IsNamedWithItsPlace() => Assert.Contains(
        Read("""{"calendar":{"timeZone":"Mars"},"targets":[],"events":[],"at":"2026-01-05T08:00:00Z"}""").Problem!.Errors,
        error => error.Pointer == "/calendar/timeZone");

    private static Outcome<SimulateClocks> Read(string body) => StrictJson.Read<SimulateClocks>(Encoding.UTF8.GetBytes(body));
}
