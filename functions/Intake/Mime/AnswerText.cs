namespace ItsmServerless.Intake.Mime;

/// <summary>What somebody wrote, without the quote of what they answer and without their signature.</summary>
/// <remarks>Only where it is plain to see. The whole text is kept beside it, so a cut that is too short or too long
/// loses nothing. Every step looks at each line once.</remarks>
internal static class AnswerText
{
    /// <summary>How subjects of mails begin that pass on another one: what they quote is what they say.</summary>
    private static readonly string[] Forwards =
        ["Fwd:", "FW:", "WG:", "TR:", "RV:", "ENC:", "I:", "VB:", "VL:", "PD:", "Doorst:", "İLT:", "转发", "轉寄", "転送"];

    /// <summary>The answer; the whole text when nothing would be left of it, or when it passes on another mail.</summary>
    public static string Of(string subject, string text)
    {
        if (Forwards.Any(start => subject.StartsWith(start, StringComparison.OrdinalIgnoreCase))) return text.Trim();
        var lines = text.Split('\n');
        var end = QuoteStarts.In(lines);
        end = WithoutAttribution(lines, WithoutQuote(lines, end));
        var answer = string.Join('\n', lines[..Signatures.Cut(lines, end)]).Trim();
        return answer.Length > 0 ? answer : text.Trim();
    }

    private static int WithoutQuote(string[] lines, int end)
    {
        while (end > 0 && (lines[end - 1].StartsWith('>') || string.IsNullOrWhiteSpace(lines[end - 1]))) end--;
        return end;
    }

    /// <summary>"On 24 November 2026, Service Desk &lt;…&gt; wrote:", in any language, on one line or two, above lines
    /// that are marked as a quote.</summary>
    private static int WithoutAttribution(string[] lines, int end)
    {
        if (end == 0 || end == lines.Length || !QuoteStarts.EndsInColon(lines[end - 1])) return end;
        if (NamesSomebody(lines[end - 1])) return end - 1;
        return end > 1 && NamesSomebody(lines[end - 2]) ? end - 2 : end;
    }

    private static bool NamesSomebody(string line) => line.Contains('@', StringComparison.Ordinal)
        || (line.Any(char.IsAsciiDigit) && line.Contains(' ', StringComparison.Ordinal));
}
