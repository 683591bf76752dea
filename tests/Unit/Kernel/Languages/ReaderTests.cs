using ItsmServerless.Kernel.Languages;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Kernel.Languages;

public sealed class ReaderTests
{
    /// <summary>1 December 2026 is a Tuesday; Berlin is one hour ahead of UTC in winter (tz database).</summary>
    private static readonly Instant Evening = Instant.FromUtc(2026, 12, 1, 20, 0);

    [Theory]
    [InlineData("en", "Tuesday, 1 December 2026, 21:00 (Europe/Berlin, UTC+01:00)")]
    [InlineData("de", "Dienstag, 1. Dezember 2026, 21:00 Uhr (Europe/Berlin, UTC+01:00)")]
    [InlineData("fr", "mardi 1er décembre 2026 à 21\u00a0h\u00a000 (Europe/Berlin, UTC+01:00)")]
    [InlineData("es", "martes, 1 de diciembre de 2026, 21:00 (Europe/Berlin, UTC+01:00)")]
    public void When_IsWrittenAsTheLanguageDoes_InTheReadersZone(string language, string expected) =>
        Assert.Equal(expected, Reader.Of(language, "Europe/Berlin").When(Evening));

    [Theory]
    [InlineData("en", "Tuesday, 1 December 2026, 20:00 to 22:00 (UTC)")]
    [InlineData("de", "Dienstag, 1. Dezember 2026, 20:00 bis 22:00 Uhr (UTC)")]
    [InlineData("fr", "mardi 1er décembre 2026 de 20\u00a0h\u00a000 à 22\u00a0h\u00a000 (UTC)")]
    [InlineData("es", "martes, 1 de diciembre de 2026, de 20:00 a 22:00 (UTC)")]
    public void Period_OfOneDay_NamesTheDayOnce(string language, string expected) =>
        Assert.Equal(expected, Reader.Of(language, null).Period(Evening, Evening + Duration.FromHours(2)));

    [Theory]
    [InlineData("en", "Tuesday, 1 December 2026, 20:00 to Wednesday, 2 December 2026, 20:00 (UTC)")]
    [InlineData("de", "Dienstag, 1. Dezember 2026, 20:00 Uhr bis Mittwoch, 2. Dezember 2026, 20:00 Uhr (UTC)")]
    [InlineData("fr", "du mardi 1er décembre 2026 à 20\u00a0h\u00a000 au mercredi 2 décembre 2026 à 20\u00a0h\u00a000 (UTC)")]
    [InlineData("es", "del martes, 1 de diciembre de 2026, 20:00 al miércoles, 2 de diciembre de 2026, 20:00 (UTC)")]
    public void Period_OfMoreDays_NamesBoth(string language, string expected) =>
        Assert.Equal(expected, Reader.Of(language, null).Period(Evening, Evening + Duration.FromHours(24)));

    /// <summary>Clocks in Berlin go back at 01:00 UTC on 25 October 2026 (tz database).</summary>
    [Fact]
    public void Period_OverAChangeOfTheClocks_SaysTheOffsetOfBothEnds() => Assert.Equal(
        "Sunday, 25 October 2026, 02:30 (Europe/Berlin, UTC+02:00) to " +
        "Sunday, 25 October 2026, 02:30 (Europe/Berlin, UTC+01:00)",
        Reader.Of("en", "Europe/Berlin").Period(Instant.FromUtc(2026, 10, 25, 0, 30), Instant.FromUtc(2026, 10, 25, 1, 30)));

    [Theory]
    [InlineData(null, Language.English)]
    [InlineData("", Language.English)]
    [InlineData("de-AT,de;q=0.9,en;q=0.8", Language.German)]
    [InlineData("it, es;q=0.5, en;q=0.4", Language.Spanish)]
    [InlineData("en;q=0.1, fr", Language.French)]
    [InlineData("de;q=0, fr;q=0.1", Language.French)]
    [InlineData("FR-ca", Language.French)]
    [InlineData("*", Language.English)]
    [InlineData(";;;q=", Language.English)]
    public void Language_IsTheFirstOfOursThatTheBrowserWants(string? header, Language expected) =>
        Assert.Equal(expected, PreferredLanguage.Of(header));

    [Fact]
    public void Language_OfThePerson_GoesBeforeTheBrowsers() =>
        Assert.Equal(Language.French, Reader.Of("fr", null, "de").Language);
}
