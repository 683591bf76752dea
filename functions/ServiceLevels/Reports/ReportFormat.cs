using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.ServiceLevels.Reports;

/// <summary>How the report is written.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReportFormat>))]
public enum ReportFormat
{
    /// <summary>For programs: all of it.</summary>
    [JsonStringEnumMemberName("json")] Json,
    /// <summary>For spreadsheets: one of its tables.</summary>
    [JsonStringEnumMemberName("csv")] Csv,
    /// <summary>For people: one page with charts, to be read or printed.</summary>
    [JsonStringEnumMemberName("html")] Html,
}

/// <summary>A table of the report.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReportTable>))]
public enum ReportTable
{
    /// <summary>By agreement, metric, service and priority.</summary>
    [JsonStringEnumMemberName("rows")] Rows,
    /// <summary>By agreement and metric.</summary>
    [JsonStringEnumMemberName("totals")] Totals,
    /// <summary>Every clock that was not met.</summary>
    [JsonStringEnumMemberName("breaches")] Breaches,
    /// <summary>What is owed.</summary>
    [JsonStringEnumMemberName("credits")] Credits,
}

/// <summary>Which format a caller is best served with (RFC 9110, 12.5.1).</summary>
internal static class Formats
{
    private static readonly Dictionary<string, ReportFormat> ByMediaType = new(StringComparer.OrdinalIgnoreCase)
    {
        ["application/json"] = ReportFormat.Json,
        ["text/csv"] = ReportFormat.Csv,
        ["text/html"] = ReportFormat.Html,
    };

    /// <summary>The one of highest weight, of equals the first named; JSON when none is named.</summary>
    public static ReportFormat Preferred(HttpRequest request) => request.GetTypedHeaders().Accept
        .Where(accepted => (accepted.Quality ?? 1) > 0 && ByMediaType.ContainsKey(accepted.MediaType.ToString()))
        .OrderByDescending(accepted => accepted.Quality ?? 1)
        .Select(accepted => ByMediaType[accepted.MediaType.ToString()])
        .FirstOrDefault(ReportFormat.Json);
}
