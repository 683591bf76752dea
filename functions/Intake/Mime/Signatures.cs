namespace ItsmServerless.Intake.Mime;

/// <summary>Where a text ends and the signature of its writer, or of their telephone, begins.</summary>
internal static class Signatures
{
    /// <summary>A longer one is none: somebody drew a line.</summary>
    private const int MostLines = 20;
    private const int LongestLine = 120;

    /// <summary>How mail programs begin the line about themselves.</summary>
    private static readonly string[] Starts =
    [
        "Sent from", "Sent with", "Sent via", "Get Outlook for", "Von mein", "Gesendet", "Diese Nachricht wurde von mein",
        "Outlook für", "Envoyé", "Télécharger Outlook", "Obtenez Outlook", "Enviado", "Obtener Outlook", "Obter o Outlook",
        "Inviato da", "Scarica Outlook", "Verzonden", "Verstuurd", "Outlook voor", "Skickat från", "Hämta Outlook", "Sendt fra", "Hent Outlook",
        "Lähetetty", "Hanki Outlook", "Wysłan", "Pobierz program Outlook", "Odesláno", "Odoslané", "Отправлено", "Надіслано",
        "Στάλθηκε", "Küldve", "Trimis", "Az iPhone", "iPhone", "iPad", "发自我的", "從我的", "发送自", "나의", "נשלח מ", "تم الإرسال من",
    ];

    /// <summary>What they call themselves.</summary>
    private static readonly string[] Products =
    [
        "iPhon", "iPad", "Android", "Outlook", "Galaxy", "Samsung", "Huawei", "Xiaomi", "Xperia", "Yahoo", "GMX", "WEB.DE",
        "Mail", "K-9", "BlackBerry", "Windows", "Proton", "smartphone", "Smartphone", "Handy", "mobil", "Mobil", "Nokia",
        "Pixel", "tablet", "Tablet", "téléphone",
    ];

    /// <summary>The number of lines that are left of the first <paramref name="end"/>.</summary>
    public static int Cut(string[] lines, int end)
    {
        var delimiter = Array.FindIndex(lines, 0, end, IsDelimiter);
        var isOnly = delimiter >= 0 && Array.FindLastIndex(lines, end - 1, end, IsDelimiter) == delimiter;
        if (isOnly && end - delimiter <= MostLines) end = delimiter;
        end = WithoutBlank(lines, end);
        return end > 0 && IsOfProgram(lines[end - 1]) ? WithoutBlank(lines, end - 1) : end;
    }

    /// <summary>RFC 3676, 4.3; its space at the end is lost on many ways.</summary>
    private static bool IsDelimiter(string line) => line is "-- " or "--";

    private static int WithoutBlank(string[] lines, int end)
    {
        while (end > 0 && string.IsNullOrWhiteSpace(lines[end - 1])) end--;
        return end;
    }

    private static bool IsOfProgram(string line)
    {
        var text = line.Trim(' ', '\t', '*', '_', '(', ')');
        return text.Length <= LongestLine
            && Starts.Any(start => text.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            && Products.Any(product => text.Contains(product, StringComparison.Ordinal))
            && (text.Contains(' ', StringComparison.Ordinal) || !text.All(char.IsAscii));
    }
}
