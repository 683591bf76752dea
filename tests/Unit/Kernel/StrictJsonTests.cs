using System.Text;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Kernel;

public sealed class StrictJsonTests
{
    [Fact]
    public void KnownFields_AreRead()
    {
        var body = Read("""{"title":"Printer","within":"PT4H","inner":{"tags":["a","b"]}}""").Value;

        Assert.Equal("Printer", body.Title);
        Assert.Equal(Duration.FromHours(4), body.Within);
        Assert.Equal(["a", "b"], body.Inner!.Tags!);
    }

    [Theory]
    [InlineData("", "invalid_json", "")]
    [InlineData("nonsense", "invalid_json", "")]
    [InlineData("null", "invalid_json", "")]
    [InlineData("[]", "invalid_json", "")]
    [InlineData("{\"title\":\"a\"} x", "invalid_json", "")]
    [InlineData("""{"title":"a",}""", "invalid_json", "")]
    [InlineData("""{"title":"\ud800"}""", "invalid_json", "")]
    [InlineData("""{"title":"a","title":"b"}""", "duplicate_field", "/title")]
    [InlineData("""{"inner":{"tags":[],"tags":[]}}""", "duplicate_field", "/inner/tags")]
    [InlineData("""{"titel":"a"}""", "unknown_field", "/titel")]
    [InlineData("""{"Title":"a"}""", "unknown_field", "/Title")]
    [InlineData("""{"inner":{"x":1}}""", "unknown_field", "/inner/x")]
    [InlineData("""{"title":5}""", "validation_failed", "/title")]
    [InlineData("""{"inner":{"tags":["a",5]}}""", "validation_failed", "/inner/tags/1")]
    [InlineData("""{"within":"four hours"}""", "validation_failed", "/within")]
    [InlineData("""{"within":"P1M"}""", "validation_failed", "/within")]
    [InlineData("""{"title":"a\u0000b"}""", "validation_failed", "/title")]
    [InlineData("""{"inner":{"tags":["ok","\u0007"]}}""", "validation_failed", "/inner/tags/1")]
    [InlineData("""{"title":""}""", "validation_failed", "/title")]
    public void Flaw_IsNamedWithItsPlace(string json, string code, string pointer)
    {
        var problem = Read(json).Problem;

        Assert.Equal(code, problem?.Code.ToText());
        Assert.Equal(pointer, problem!.Errors.IsEmpty ? "" : problem.Errors[0].Pointer);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(100_000, false)]
    public void Depth_IsLimited(int depth, bool isJson)
    {
        var problem = Read($"{{\"x\":{new string('[', depth - 1)}{new string(']', depth - 1)}}}").Problem;

        Assert.Equal(isJson ? ProblemCode.UnknownField : ProblemCode.InvalidJson, problem?.Code);
    }

    [Fact]
    public void BrokenUtf8_IsNotJson() =>
        Assert.Equal(ProblemCode.InvalidJson, StrictJson.Read<Sample>(new byte[] { (byte)'{', (byte)'"', 0xC3, (byte)'"', (byte)':', (byte)'1', (byte)'}' }).Problem?.Code);

    private static Outcome<Sample> Read(string json) => StrictJson.Read<Sample>(Encoding.UTF8.GetBytes(json));

    private sealed record Sample(string? Title, Duration? Within, Inner? Inner) : IBody<Sample>
    {
        public static IEnumerable<FieldError> Validate(Sample body) => Check.Text("/title", body.Title ?? "x", 1, 10);
    }

    private sealed record Inner(IReadOnlyList<string>? Tags);
}
