using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.ServiceLevels;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

public sealed class PutCalendarTests
{
    [Theory]
    [InlineData("""{"timeZone":"Europe/Berlin"}""")]
    [InlineData("""{"timeZone":"UTC","hours":{"friday":[{"from":"00:00","to":"24:00"}]}}""")]
    [InlineData("""{"timeZone":"UTC","hours":{"monday":[{"from":"13:00","to":"17:00"},{"from":"09:00","to":"13:00"}]}}""")]
    [InlineData("""{"timeZone":"UTC","hours":{"monday":[{"from":"22:00","to":"06:00"}],"tuesday":[{"from":"06:00","to":"10:00"}]}}""")]
    [InlineData("""{"timeZone":"UTC","hours":{"sunday":[{"from":"22:00","to":"00:00"}]}}""")]
    [InlineData("""{"timeZone":"UTC","holidays":[{"date":"2026-12-25","name":"Christmas"},{"date":"2026-12-26"}]}""")]
    [InlineData("""{"timeZone":"UTC","holidays":[{"date":"2026-12-24","from":"12:00"},{"date":"2026-12-24","to":"10:00"}]}""")]
    [InlineData("""{"timeZone":"UTC","specialOpenings":[{"date":"2026-12-25","from":"10:00","to":"14:00","name":"Go-live"}]}""")]
    public void Valid_IsTaken(string body) => Assert.Null(Read(body).Problem);

    [Theory]
    [InlineData("""{}""", "/timeZone", "required")]
    [InlineData("""{"timeZone":"Europe/Atlantis"}""", "/timeZone", "time_zone")]
    [InlineData("""{"timeZone":"W. Europe Standard Time"}""", "/timeZone", "time_zone")]
    [InlineData("""{"timeZone":"UTC","hours":{}}""", "/hours", "never_open")]
    [InlineData("""{"timeZone":"UTC","hours":{"monday":[],"friday":null}}""", "/hours", "never_open")]
    [InlineData("""{"timeZone":"UTC","hours":{"monday":[null]}}""", "/hours/monday/0", "required")]
    [InlineData("""{"timeZone":"UTC","hours":{"monday":[{"from":"9:00","to":"17:00"}]}}""", "/hours/monday/0/from", "time")]
    [InlineData("""{"timeZone":"UTC","hours":{"monday":[{"from":"25:00","to":"24:00"}]}}""", "/hours/monday/0/from", "time")]
    [InlineData("""{"timeZone":"UTC","hours":{"monday":[{"from":"09:00","to":"24:01"}]}}""", "/hours/monday/0/to", "time")]
    [InlineData("""{"timeZone":"UTC","hours":{"monday":[{"from":"09:00"}]}}""", "/hours/monday/0/to", "time")]
    [InlineData(
        """{"timeZone":"UTC","hours":{"monday":[{"from":"17:00","to":"09:00"}],"tuesday":[{"from":"08:59","to":"10:00"}]}}""",
        "/hours/tuesday/0", "overlap")]
    [InlineData(
        """{"timeZone":"UTC","hours":{"sunday":[{"from":"22:00","to":"06:00"}],"monday":[{"from":"05:00","to":"10:00"}]}}""",
        "/hours/monday/0", "overlap")]
    [InlineData("""{"timeZone":"UTC","hours":{"monday":[{"from":"09:00","to":"09:00"}]}}""", "/hours/monday/0/to", "order")]
    [InlineData(
        """{"timeZone":"UTC","hours":{"tuesday":[{"from":"12:00","to":"17:00"},{"from":"09:00","to":"12:01"}]}}""",
        "/hours/tuesday/0", "overlap")]
    [InlineData("""{"timeZone":"UTC","holidays":[{"date":"2026-02-29"}]}""", "/holidays/0/date", "date")]
    [InlineData("""{"timeZone":"UTC","holidays":[{"date":"1900-01-01"}]}""", "/holidays/0/date", "date")]
    [InlineData(
        """{"timeZone":"UTC","holidays":[{"date":"2026-12-25"},{"date":"2026-12-25"}]}""", "/holidays/1/date", "duplicate")]
    [InlineData(
        """{"timeZone":"UTC","holidays":[{"date":"2026-12-24","from":"12:00"},{"date":"2026-12-24","to":"12:01"}]}""",
        "/holidays/1/date", "duplicate")]
    [InlineData("""{"timeZone":"UTC","holidays":[{"date":"2026-12-24","from":"noon"}]}""", "/holidays/0/from", "time")]
    [InlineData("""{"timeZone":"UTC","holidays":[{"date":"2026-12-24","from":"12:00","to":"12:00"}]}""", "/holidays/0/to", "order")]
    [InlineData("""{"timeZone":"UTC","specialOpenings":[{"date":"2026-12-25","from":"10:00"}]}""", "/specialOpenings/0/to", "time")]
    [InlineData(
        """{"timeZone":"UTC","specialOpenings":[{"date":"2026-12-25","from":"22:00","to":"06:00"}]}""", "/specialOpenings/0/to", "order")]
    public void Wrong_IsRefused_NamingTheField(string body, string pointer, string code)
    {
        var error = Assert.Single(Read(body).Problem!.Errors);
        Assert.Equal((pointer, code), (error.Pointer, error.Code));
    }

    [Fact]
    public void TooLarge_IsRefused()
    {
        var names = Enumerable.Range(0, 900).Select(day => new Holiday($"{2000 + (day / 300)}-{(day / 25 % 12) + 1:D2}-{(day % 25) + 1:D2}", new('x', 100)));
        Assert.Contains(
            PutCalendar.Validate(new PutCalendar("UTC", null, [.. names])), error => error.Code == "too_large");
    }

    [Fact]
    public void Decide_WithAKeyThatIsNone_IsRefused() => Assert.Equal(
        ProblemCode.ValidationFailed, PutCalendar.Decide("Büro", new("UTC")).Refusal?.Code);

    private static Outcome<PutCalendar> Read(string body) => StrictJson.Read<PutCalendar>(System.Text.Encoding.UTF8.GetBytes(body));
}
