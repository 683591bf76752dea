using System.Text;

namespace ItsmServerless.Tests.Benchmarks.Intake;

/// <summary>A kind of message, and how the one with a number looks.</summary>
internal sealed record BenchMessage(string Name, string Format, string ContentType, int Share, Func<int, byte[]> Of)
{
    /// <summary>Each has a key of its own, and so begins an incident.</summary>
    public static BenchMessage Alert { get; } = new("alert", "pagerduty", "application/json", 1, number => Bytes($$"""
        {"routing_key":"R","event_action":"trigger","dedup_key":"key-{{number}}",
         "payload":{"summary":"Disk of db-{{number}} is full","source":"db-{{number}}","severity":"critical"} }
        """));

    /// <summary>A mail of 2 KiB of text.</summary>
    public static BenchMessage SmallMail { get; } = new("mail 2 KiB", "mime", "message/rfc822", 1, number => Bytes(
        Head(number) + "\r\n" + Lines(2 << 10)));

    /// <summary>A mail with a file, together 1 MiB as it travels.</summary>
    public static BenchMessage LargeMail { get; } = new("mail 1 MiB", "mime", "message/rfc822", 4, number => Bytes(
        Head(number) + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nIt burns.\r\n" +
        "--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n" +
        "Content-Disposition: attachment; filename=a.bin\r\n\r\n" +
        Convert.ToBase64String(File(number), Base64FormattingOptions.InsertLineBreaks) + "\r\n--b--\r\n"));

    private static string Head(int number) =>
        $"From: ada{number}@example.org\r\nTo: desk@itsm.localhost\r\nSubject: Printer {number}\r\n" +
        $"Message-ID: <m{number}@example.org>\r\n";

    private static string Lines(int bytes) =>
        string.Concat(Enumerable.Repeat("It burns, and nobody knows why it does so today again.\r\n", bytes / 56));

    private static byte[] File(int number)
    {
        var file = new byte[(1 << 20) / 78 * 57]; // 57 bytes are a line of 76 characters, and its end.
        BitConverter.TryWriteBytes(file, number);
        return file;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
