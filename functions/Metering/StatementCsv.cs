using CsvHelper;

namespace ItsmServerless.Metering;

/// <summary>A statement for spreadsheets (RFC 4180): UTF-8, a header row, a line for each dimension and each late
/// one.</summary>
internal static class StatementCsv
{
    private static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape, InjectionCharacters = "=+-@\t\r\n" };

    /// <summary>The whole file.</summary>
    public static byte[] Write(Statement statement)
    {
        using var file = new MemoryStream();
        using (var csv = CsvWriter.Create(file, Options, leaveOpen: true)) Write(csv, statement);
        return file.ToArray();
    }

    private static void Write(CsvWriter csv, Statement statement)
    {
        csv.WriteHeader(["month", "dimension", "quantity", "price", "per", "cost", "currency", "plan", "state"]);
        foreach (var line in statement.Lines) Line(csv, statement, statement.Month, line.Dimension, line.Quantity, line.Price, line.Per, line.Cost);
        foreach (var late in statement.Late) Line(csv, statement, late.Month, late.Dimension, late.Quantity, null, null, late.Cost);
    }

    private static void Line(
        CsvWriter csv, Statement statement, string month, string dimension, long quantity, decimal? price, long? per, decimal cost)
    {
        csv.WriteField(month);
        csv.WriteField(dimension);
        csv.WriteField(quantity);
        csv.WriteField(price);
        csv.WriteField(per);
        csv.WriteField(cost);
        csv.WriteField(statement.Currency);
        csv.WriteField(statement.Plan);
        csv.WriteField(statement.State);
        csv.EndRecord();
    }
}
