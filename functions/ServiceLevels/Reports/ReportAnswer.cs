using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.ServiceLevels.Reports;

/// <summary>A report, and how its reader wants it written.</summary>
public sealed record ReportAnswer(ServiceLevelReport Report, ReportQuestion Question)
{
    /// <summary>The answer: JSON, one table to be saved, or the page.</summary>
    public IResult ToResult() => Question.Format switch
    {
        ReportFormat.Csv => File(ReportCsv.Write(Report, Question.Table)),
        ReportFormat.Html => new PageAnswer(ReportPage.Write(Report, Question.Period), ReportStyle.Css),
        _ => new JsonAnswer(StatusCodes.Status200OK, Report),
    };

    private DownloadAnswer File(byte[] csv) => new(
        ReportCsv.NameOf(Report, Question.Table), DownloadAnswer.CsvUtf8, csv.Length,
        _ => Task.FromResult<Stream>(new MemoryStream(csv)));
}
