using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Languages;
using ItsmServerless.Notifications;
using ItsmServerless.Notifications.Templates;
using ItsmServerless.Tests.Unit.Incidents;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Notifications;

public sealed class MailTemplateTests
{
    private static readonly Reader German = Reader.Of("de", "Europe/Berlin");

    public static TheoryData<string> Kinds => [.. NoticeKind.All.Select(kind => kind.Name)];

    /// <summary>Ours keep the rules that a tenant's must, in every language.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void DefaultTexts_AreWhatMayBePut(string name)
    {
        var kind = NoticeKind.Of(name)!;
        var (english, german, french, spanish) = kind.Texts;
        var body = new PutMailTemplate(new(english, german, french, spanish));
        Assert.Empty(PutMailTemplate.Validate(body));
        Assert.Null(PutMailTemplate.Decide(kind, body).Refusal);
        Assert.Equal(4, new[] { english, german, french, spanish }.Distinct().Count());
    }

    [Theory]
    [InlineData("{{7*7}}")]
    [InlineData("{{nobody}}")]
    [InlineData("{{Number}}")]
    [InlineData("{{ number }}")]
    [InlineData("{{number")]
    [InlineData("{{{{number}}")]
    [InlineData("{{#if title}}x{{/if}}")]
    public void UnknownPlaceholder_IsRefused(string text)
    {
        var body = new PutMailTemplate(new(De: new("Betreff", $"Hallo {text}")));
        var errors = PutMailTemplate.Decide(NoticeKind.Resolved, body).Refusal!.Errors;
        Assert.All(
            errors, error => Assert.Equal(("/texts/de/body", "unknown_placeholder"), (error.Pointer, error.Code)));
        Assert.NotEmpty(errors);
    }

    /// <summary>Security case B3.</summary>
    [Theory]
    [InlineData("{{title}}")]
    [InlineData("{{text}}")]
    public void FirstContact_CannotRepeatWhatWasWritten(string text) => Assert.NotNull(
        PutMailTemplate.Decide(NoticeKind.FirstContact, new(new(En: new(text, "x")))).Refusal);

    /// <summary>Security case B15: what a value has in braces is not looked at again.</summary>
    [Theory]
    [InlineData("{{7*7}}")]
    [InlineData("{{number}}")]
    [InlineData("{{details}}")]
    [InlineData("${7*7}")]
    [InlineData("<%= 7*7 %>")]
    [InlineData("{% for x in y %}")]
    public void Value_WithExpressions_StaysAsItIs(string value)
    {
        var notice = Assert.Single(IncidentNotices.Of(
            GivenMail.Comment() with { Body = value }, Given.In(IncidentState.Assigned) with { Title = value }, true));
        Assert.Equal($"[INC-000001] {value}", notice.Content.Subject);
        Assert.Contains(new Quotation(value), notice.Content.Blocks);
    }

    [Fact]
    public void Text_AloneInAParagraph_IsQuoted_AndElseOneLine()
    {
        var values = new MailValues([new("text", "one\n<b>two</b>") { IsQuoted = true }]);
        var blocks = values.Write(new("x", "{{text}}\n\nSaid: {{text}}"), Reader.Unknown).Blocks;
        Assert.Equal([new Quotation("one\n<b>two</b>"), new Paragraph("Said: one <b>two</b>")], blocks);
    }

    [Fact]
    public void Clock_IsToldInTheLanguageAndZoneOfTheReader()
    {
        var warned = new ClockWarned(
            "c", "gold", 1, "sla", "first_response", 75m, Instant.FromUtc(2026, 12, 1, 20, 0), [],
            Duration.FromHours(4));
        var notice = Assert.Single(IncidentNotices.Of(warned, Given.In(IncidentState.Assigned), true));
        var content = notice.Values!.Write(NoticeKind.Warned.Texts.In(Language.German), German);
        Assert.Equal(new Paragraph("75 % der Zeit für die erste Antwort sind verbraucht."), content.Blocks[0]);
        var details = Assert.IsType<Details>(content.Blocks[1]).Rows;
        Assert.Contains(new Detail("Ziel", "die erste Antwort"), details);
        Assert.Contains(
            new Detail("Fällig", "Dienstag, 1. Dezember 2026, 21:00 Uhr (Europe/Berlin, UTC+01:00)"), details);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Preview_ShowsEveryPlaceholder(string name)
    {
        var kind = NoticeKind.Of(name)!;
        var body = string.Join("\n\n", kind.Placeholders.Select(each => $"{{{{{each}}}}}"));
        var preview = new PreviewMailTemplate(name, "{{number}}", body, "fr").Preview();
        Assert.False(preview.IsRefused(out _, out var mail));
        Assert.DoesNotContain("{{", mail.Text);
        Assert.DoesNotContain("\n\n\n", mail.Text); // An empty value would leave a gap.
        Assert.Equal("INC-000042", mail.Subject);
    }
}
