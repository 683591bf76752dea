using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.Kernel.Languages;

/// <summary>How a language writes days and times.</summary>
/// <remarks>The names are ours and not the machine's: the product runs without culture data, so that a text is the same
/// everywhere.</remarks>
/// <param name="At">A date and a time.</param>
/// <param name="OneDay">A date and two times.</param>
/// <param name="Days">Two dates with their times.</param>
internal sealed record DateTexts(
    Func<LocalDate, string> Date, Func<LocalTime, string> Time, Func<string, string, string> At,
    Func<string, string, string, string> OneDay, Func<string, string, string> Days)
{
    private const string EnglishDays = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday";
    private const string EnglishMonths =
        "January February March April May June July August September October November December";
    private const string GermanDays = "Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag";
    private const string GermanMonths =
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember";
    private const string FrenchDays = "dimanche lundi mardi mercredi jeudi vendredi samedi";
    private const string FrenchMonths =
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre";
    private const string SpanishDays = "domingo lunes martes miércoles jueves viernes sábado";
    private const string SpanishMonths =
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre";

    /// <summary>All of them.</summary>
    public static InEach<DateTexts> InEach { get; } = new(English(), German(), French(), Spanish());

    private static DateTexts English() => new(
        Dates("dddd, d MMMM uuuu", EnglishDays, EnglishMonths), Times("HH:mm"),
        (date, time) => $"{date}, {time}", (date, from, until) => $"{date}, {from} to {until}",
        (from, until) => $"{from} to {until}");

    private static DateTexts German() => new(
        Dates("dddd, d. MMMM uuuu", GermanDays, GermanMonths), Times("HH:mm"),
        (date, time) => $"{date}, {time} Uhr", (date, from, until) => $"{date}, {from} bis {until} Uhr",
        (from, until) => $"{from} bis {until}");

    /// <summary>The first of a month is an ordinal: <c>1er</c>.</summary>
    private static DateTexts French()
    {
        var (date, first) = (Dates("dddd d MMMM uuuu", FrenchDays, FrenchMonths),
            Dates("dddd d'er' MMMM uuuu", FrenchDays, FrenchMonths));
        return new(
            day => day.Day == 1 ? first(day) : date(day), Times("HH'\u00a0h\u00a0'mm"),
            (day, time) => $"{day} à {time}", (day, from, until) => $"{day} de {from} à {until}",
            (from, until) => $"du {from} au {until}");
    }

    private static DateTexts Spanish() => new(
        Dates("dddd, d 'de' MMMM 'de' uuuu", SpanishDays, SpanishMonths), Times("HH:mm"),
        (date, time) => $"{date}, {time}", (date, from, until) => $"{date}, de {from} a {until}",
        (from, until) => $"del {from} al {until}");

    private static Func<LocalDate, string> Dates(string pattern, string days, string months)
    {
        var names = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        names.DateTimeFormat.DayNames = days.Split(' ');
        names.DateTimeFormat.MonthNames = names.DateTimeFormat.MonthGenitiveNames = [.. months.Split(' '), ""];
        return LocalDatePattern.Create(pattern, names).Format;
    }

    private static Func<LocalTime, string> Times(string pattern) =>
        LocalTimePattern.CreateWithInvariantCulture(pattern).Format;
}
