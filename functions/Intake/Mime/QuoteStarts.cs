using System.Collections.Frozen;
using ItsmServerless.Kernel.Mail;

namespace ItsmServerless.Intake.Mime;

/// <summary>Where a quote begins that is not marked line by line: our own line, a block of headers as Outlook, Lotus,
/// Samsung and GMX put above it, or "… wrote:" as Yahoo and many phones do.</summary>
internal static class QuoteStarts
{
    private const int LongestLabel = 30;
    private const int LongestLine = 300;
    private const int Block = 7;

    private static readonly FrozenSet<string> From = Words(
        "From|Von|De|Da|Van|Från|Fra|Lähettäjä|Od|От|Від|Από|Kimden|差出人|发件人|寄件者|보낸 사람|מאת|Feladó|Expéditeur|De la|Nuo|No");

    private static readonly FrozenSet<string> Subject = Words(
        "Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp|Ämne|Emne|Aihe|Temat|Předmět|Predmet|Тема|Θέμα|Konu|" +
        "件名|主题|主旨|제목|נושא|Tárgy|Subiect|Tema");

    private static readonly FrozenSet<string> Others = Words(
        "To|Cc|Sent|Date|An|Kopie|Gesendet|Datum|À|Envoyé|Para|Enviado|Enviada em|Enviado el|Fecha|Data|A|Inviato|" +
        "Verzonden|Naar|Aan|Skickat|Till|Sendt|Til|Dato|Lähetetty|Päivämäärä|Vastaanottaja|Do|Wysłano|Komu|Odesláno|" +
        "Отправлено|Кому|Дата|Надіслано|Προς|Στάλθηκε|Ημερομηνία|Kime|Gönderildi|Tarih|宛先|送信日時|日付|收件人|" +
        "发送时间|日期|傳送日期|받는 사람|보낸 날짜|날짜|אל|נשלח|תאריך|Címzett|Küldve|Către|Trimis");

    private static readonly string[] Wrote =
    [
        "wrote", "schrieb", "a écrit", "escribió", "escreveu", "ha scritto", "schreef", "skrev", "kirjoitti", "napisał",
        "napsal", "написал", "пише", "написа", "έγραψε", "yazdı", "写道", "寫道", "書きました", "のメール", "작성", "כתב",
        "írta", "a scris", "كتب", "viết", "menulis",
    ];

    /// <summary>The line that the quote begins with; the number of lines when there is none.</summary>
    public static int In(string[] lines)
    {
        var lastQuoted = Array.FindLastIndex(lines, line => line.StartsWith('>'));
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at].Contains(AnswerLine.Text, StringComparison.Ordinal)) return at;
            if (IsHeaderBlock(lines, at)) return WithoutRule(lines, at);
            if (at > lastQuoted && IsWrote(lines, at)) return WithoutStart(lines, at);
        }
        return lines.Length;
    }

    public static bool EndsInColon(string line) => line.TrimEnd() is [.., ':' or '：'];

    /// <summary>A sender, a subject and one more line of a header close together: nobody writes that by hand.</summary>
    private static bool IsHeaderBlock(string[] lines, int at)
    {
        if (LabelOf(lines[at]) is not { } first || !(From.Contains(first) || Others.Contains(first))) return false;
        string[] labels = [.. lines.Skip(at).Take(Block).Select(LabelOf).OfType<string>()];
        return labels.Any(From.Contains) && labels.Any(Subject.Contains) &&
            labels.Any(label => Others.Contains(label) && !From.Contains(label));
    }

    private static string? LabelOf(string line)
    {
        var text = line.AsSpan().TrimStart("> *\t");
        var colon = text.IndexOfAny(':', '：');
        return colon is > 0 and <= LongestLabel ? text[..colon].Trim("* \t").ToString() : null;
    }

    /// <summary>The rule, or "-----Original Message-----", above a block.</summary>
    private static int WithoutRule(string[] lines, int at)
    {
        var above = at;
        while (above > 0 && string.IsNullOrWhiteSpace(lines[above - 1])) above--;
        return above > 0 && IsRule(lines[above - 1].Trim()) ? above - 1 : at;
    }

    private static bool IsRule(string line) =>
        line.StartsWith("_____", StringComparison.Ordinal) || line.StartsWith("-----", StringComparison.Ordinal);

    private static bool IsWrote(string[] lines, int at)
    {
        var line = lines[at];
        if (line.Length > LongestLine || !EndsInColon(line)) return false;
        var isNamed = HasDateOrAddress(line) || (at > 0 && lines[at - 1].Length <= LongestLine && HasDateOrAddress(lines[at - 1]));
        return isNamed && Wrote.Any(verb => line.Contains(verb, StringComparison.OrdinalIgnoreCase));
    }

    private static bool HasDateOrAddress(string line) =>
        line.Contains('@', StringComparison.Ordinal) || line.Count(char.IsAsciiDigit) >= 4;

    /// <summary>The first of two lines that say who wrote.</summary>
    private static int WithoutStart(string[] lines, int at) =>
        HasDateOrAddress(lines[at]) || at == 0 ? at : at - 1;

    private static FrozenSet<string> Words(string words) =>
        words.Split('|').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
