using ItsmServerless.Intake;
using ItsmServerless.Tests.Unit.Intake.Signing;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake;

public sealed class CreateIntakeSourceTests
{
    [Fact]
    public void Mime_IsTaken() =>
        Assert.Empty(Pointers(new("Mailbox", "mime", Defaults: new("high", "low", "g", "s"))));

    [Theory]
    [InlineData("sendgrid")]
    [InlineData("mailgun")]
    [InlineData("postmark")]
    public void FormatsOfProviders_AreTaken_WithASecretOrWithout(string format)
    {
        Assert.Empty(Pointers(new("Mailbox", format)));
        var secret = format == "sendgrid" ? ProviderSignatureTests.PublishedKey : "a-secret-of-16-or-more";
        Assert.Empty(Pointers(new("Mailbox", format, secret)));
    }

    [Theory]
    [InlineData("a-secret-of-16-or-more")]
    [InlineData("MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE")]
    public void SendGrid_WithASecretThatIsNoKey_IsRefused(string secret) =>
        Assert.Equal(["/secret"], Pointers(new("Mailbox", "sendgrid", secret)));

    [Theory]
    [InlineData("azure-monitor")]
    [InlineData("alertmanager")]
    [InlineData("grafana")]
    [InlineData("cloudevents")]
    [InlineData("pagerduty")]
    [InlineData("datadog")]
    [InlineData("sns")]
    [InlineData("json")]
    public void AlertFormats_AreTaken(string format) => Assert.Empty(Pointers(new("Alerts", format)));

    [Theory]
    [InlineData("standard-webhook")]
    [InlineData("github")]
    public void FormatsThatSign_NeedASecret(string format)
    {
        Assert.Equal(["/secret"], Pointers(new("Alerts", format)));
        Assert.Empty(Pointers(new("Alerts", format, "a-secret-of-16-or-more")));
    }

    [Fact]
    public void ShortSecret_IsRefused() => Assert.Equal(["/secret"], Pointers(new("Alerts", "grafana", "short")));

    [Fact]
    public void Mapping_IsForJsonAlone() => Assert.Equal(
        ["/mapping"], Pointers(new("Alerts", "grafana", Mapping: new("key", "title"))));

    [Theory]
    [InlineData("a b", "expression")]
    [InlineData("pad_left(a, `1000000000`, 'x')", "not_allowed")]
    [InlineData("let $x = a in $x", "not_allowed")]
    [InlineData("[@,@,@,@,@,@,@,@]", "too_complex")]
    public void Mapping_WithABadExpression_IsRefused(string expression, string code) => Assert.Contains(
        CreateIntakeSource.Validate(new("Alerts", "json", Mapping: new(expression, "title"))),
        error => error is { Pointer: "/mapping/key" } && error.Code == code);

    [Fact]
    public void AlertSettings_AreChecked() => Assert.Equal(
        ["/alerts/reopenWithin", "/alerts/stormAbove"],
        Pointers(new("A", "sns", Alerts: new(NodaTime.Duration.FromDays(8), 0))));

    [Fact]
    public void UnknownFormat_IsRefused() => Assert.Equal(["/format"], Pointers(new("Mailbox", "pigeon")));

    [Fact]
    public void MissingFields_AreNamed() => Assert.Equal(["/name", "/format"], Pointers(new(null, null)));

    [Fact]
    public void Secret_OfAMailSource_IsRefused() =>
        Assert.Equal(["/secret"], Pointers(new("M", "mime", "a-secret-of-16-or-more")));

    [Fact]
    public void Defaults_AreChecked() => Assert.Equal(
        ["/defaults/impact", "/defaults/group"],
        Pointers(new("M", "mime", Defaults: new("huge", null, new('g', 65)))));

    private static IEnumerable<string> Pointers(CreateIntakeSource body) =>
        CreateIntakeSource.Validate(body).Select(error => error.Pointer);
}
