using ItsmServerless.Intake;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake;

public sealed class CreateIntakeSourceTests
{
    [Fact]
    public void Mime_IsTaken() =>
        Assert.Empty(Pointers(new("Mailbox", "mime", Defaults: new("high", "low", "g", "s"))));

    [Theory]
    [InlineData("sendgrid")]
    [InlineData("alertmanager")]
    [InlineData("json")]
    public void FormatsOfTheContract_AreNotTakenYet(string format)
    {
        var error = Assert.Single(CreateIntakeSource.Validate(new("Mailbox", format)));
        Assert.Equal("not_supported", error.Code);
    }

    [Fact]
    public void UnknownFormat_IsRefused() => Assert.Equal(["/format"], Pointers(new("Mailbox", "pigeon")));

    [Fact]
    public void MissingFields_AreNamed() => Assert.Equal(["/name", "/format"], Pointers(new(null, null)));

    [Fact]
    public void Secret_OfAMailSource_IsRefused() => Assert.Equal(["/secret"], Pointers(new("M", "mime", "s")));

    [Fact]
    public void Defaults_AreChecked() => Assert.Equal(
        ["/defaults/impact", "/defaults/group"],
        Pointers(new("M", "mime", Defaults: new("huge", null, new('g', 65)))));

    private static IEnumerable<string> Pointers(CreateIntakeSource body) =>
        CreateIntakeSource.Validate(body).Select(error => error.Pointer);
}
