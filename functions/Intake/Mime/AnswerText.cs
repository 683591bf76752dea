using ItsmServerless.Kernel.Mail;

namespace ItsmServerless.Intake.Mime;

/// <summary>What somebody wrote, without the quote of what they answer.</summary>
/// <remarks>Only where it is plain to see: our own line, or a quotation that ends the mail. The whole mail is kept
/// beside it, so a cut that is too short or too long loses nothing.</remarks>
internal static class AnswerText
{
    /// <summary>The answer; the whole text when nothing would be left of it.</summary>
    public static string Of(string text)
    {
        var lines = text.Split('\n');
        var end = Array.FindIndex(lines, IsAnswerLine);
        end = end < 0 ? lines.Length : WithoutHeaderBlock(lines, end);
        end = WithoutAttribution(lines, WithoutQuote(lines, end));
        var answer = string.Join('\n', lines[..end]).Trim();
        return answer.Length > 0 ? answer : text.Trim();
    }

    private static bool IsAnswerLine(string line) => line.Contains(AnswerLine.Text, StringComparison.Ordinal);

    /// <summary>Outlook puts a rule and lines such as "From: …" above what it quotes, in any language.</summary>
    private static int WithoutHeaderBlock(string[] lines, int end)
    {
        var first = end;
        while (first > 0 && (string.IsNullOrWhiteSpace(lines[first - 1]) || lines[first - 1].Contains(':'))) first--;
        return first > 0 && IsRule(lines[first - 1].Trim()) ? first - 1 : end;
    }

    private static bool IsRule(string line) =>
        line.StartsWith("_____", StringComparison.Ordinal) || line.StartsWith("-----", StringComparison.Ordinal);

    private static int WithoutQuote(string[] lines, int end)
    {
        while (end > 0 && (lines[end - 1].StartsWith('>') || string.IsNullOrWhiteSpace(lines[end - 1]))) end--;
        return end;
    }

    /// <summary>"On 24 November 2026, Service Desk &lt;…&gt; wrote:", in any language, on one line or two.</summary>
    private static int WithoutAttribution(string[] lines, int end)
    {
        if (end == 0 || end == lines.Length || !lines[end - 1].TrimEnd().EndsWith(':')) return end;
        if (NamesSomebody(lines[end - 1])) return end - 1;
        return end > 1 && NamesSomebody(lines[end - 2]) ? end - 2 : end;
    }

    private static bool NamesSomebody(string line) => line.Contains('@', StringComparison.Ordinal)
        || (line.Any(char.IsAsciiDigit) && line.Contains(' ', StringComparison.Ordinal));
}
