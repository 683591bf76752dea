using System.Text.Json;
using ItsmServerless.Kernel.Http;
using ItsmServerless.ServiceLevels;
using NodaTime;
using Xunit;
using static ItsmServerless.Tests.Unit.ServiceLevels.Ticket;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

/// <summary>Steps that are told from the end of the time, in open hours.</summary>
public sealed class LadderTests
{
    [Fact]
    public void Steps_ComeInTheOrderOfTheirTime()
    {
        var commitment = Ladder(Duration.FromHours(4), "\"PT2H\"", "0.5", "\"-PT30M\"", "1");
        Assert.Equal(
            [
                ("50", At("2026-01-05T10:00:00Z")), ("-PT30M", At("2026-01-05T11:30:00Z")), ("100", At("2026-01-05T12:00:00Z")),
                ("PT2H", At("2026-01-05T14:00:00Z")),
            ],
            Steps(commitment, "2026-01-05T08:00:00Z"));
    }

    [Fact] // 09:00 to 17:00 in Berlin is 08:00Z to 16:00Z
    public void BeforeTheEnd_IsOpenTime_NotTimeOnTheWall() => Assert.Contains(
        ("-PT2H", At("2026-01-05T15:00:00Z")),
        Steps(Ladder(Duration.FromHours(4), "\"-PT2H\"") with { Hours = Agreed.Office }, "2026-01-05T13:00:00Z"));

    [Fact]
    public void EarlierThanTheStart_IsTheStart() => Assert.Contains(
        ("-PT8H", At("2026-01-05T08:00:00Z")), Steps(Ladder(Duration.FromHours(4), "\"-PT8H\""), "2026-01-05T08:00:00Z"));

    [Theory]
    [InlineData("0.75", "0.75")]
    [InlineData("1.0", "1")]
    [InlineData("\"-PT30M\"", "\"-PT30M\"")]
    [InlineData("\"PT0S\"", "1")]
    public void StepTime_IsWrittenAsItIsRead(string json, string expected) =>
        Assert.Equal(expected, JsonSerializer.Serialize(Read(json), Json.Stored));

    private static IEnumerable<(string, Instant)> Steps(Commitment commitment, string reported) =>
        Reported(reported).Clock(commitment, reported).Steps.Select(step => (step.At.ToString(), step.ActAt));

    private static Commitment Ladder(Duration within, params string[] times) =>
        Agreed.Resolve(within).With(agreement => agreement with
        {
            Escalations = [.. times.Select(time => new Escalation(Metric.Resolution, Read(time)))],
        });

    private static StepTime Read(string json) => JsonSerializer.Deserialize<StepTime>(json, Json.Stored);
}
