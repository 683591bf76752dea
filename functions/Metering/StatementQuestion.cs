using System.Text.Json.Serialization;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace ItsmServerless.Metering;

/// <summary>How a statement is written.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StatementFormat>))]
public enum StatementFormat
{
    /// <summary>For programs.</summary>
    [JsonStringEnumMemberName("json")] Json,
    /// <summary>For spreadsheets.</summary>
    [JsonStringEnumMemberName("csv")] Csv,
    /// <summary>For people: one page with a chart, to be read or printed.</summary>
    [JsonStringEnumMemberName("html")] Html,
}

/// <summary>Which statement is wanted, and how.</summary>
public sealed record StatementQuestion(YearMonth Month, StatementFormat Format)
{
    private static readonly Dictionary<string, StatementFormat> ByMediaType = new(StringComparer.OrdinalIgnoreCase)
    {
        ["application/json"] = StatementFormat.Json,
        ["text/csv"] = StatementFormat.Csv,
        ["text/html"] = StatementFormat.Html,
    };

    /// <summary>Reads the month of the path and the format; <c>not_found</c> for what is no month.</summary>
    public static Outcome<StatementQuestion> Of(HttpRequest request, string month)
    {
        if (UsageWindows.Month(month) is not { } found) return Problem.NotFound($"statement of {month}");
        return QueryValues.Word<StatementFormat>(request, "format").Map(format => new StatementQuestion(found, format ?? Preferred(request)));
    }

    /// <summary>Reads a month of the query; the running one when it is missing.</summary>
    public static Outcome<YearMonth> MonthOf(HttpRequest request, Instant now) =>
        QueryValues.Read<YearMonth?>(request, "month", "a month such as 2026-11", UsageWindows.Month)
            .Map(month => month ?? now.InUtc().Date.ToYearMonth());

    /// <summary>The statement as it is wanted.</summary>
    public Task<Outcome<IResult>> Answer(Task<Outcome<Statement>> statement) => statement.Map(Write);

    private IResult Write(Statement statement) => Format switch
    {
        StatementFormat.Csv => File(statement.Month, StatementCsv.Write(statement)),
        StatementFormat.Html => new PageAnswer(StatementPage.Write(statement, Month), StatementStyle.Css),
        _ => new JsonAnswer(StatusCodes.Status200OK, statement),
    };

    private static DownloadAnswer File(string month, byte[] csv) => new(
        $"statement-{month}.csv", DownloadAnswer.CsvUtf8, csv.Length, _ => Task.FromResult<Stream>(new MemoryStream(csv)));

    private static StatementFormat Preferred(HttpRequest request) => request.GetTypedHeaders().Accept
        .Where(accepted => (accepted.Quality ?? 1) > 0 && ByMediaType.ContainsKey(accepted.MediaType.ToString()))
        .OrderByDescending(accepted => accepted.Quality ?? 1)
        .Select(accepted => ByMediaType[accepted.MediaType.ToString()])
        .FirstOrDefault(StatementFormat.Json);
}
