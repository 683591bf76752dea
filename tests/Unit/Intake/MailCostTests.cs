using System.Globalization;
using System.Text;
using ItsmServerless.Intake;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Intake.Providers;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake;

/// <summary>Nothing else may use the heap meanwhile.</summary>
[CollectionDefinition(nameof(MailCostTests), DisableParallelization = true)]
public sealed class MailCostCollection;

/// <summary>What the worst mails within the limits cost (security case E-09: below 5 s of processor time and 64 MiB a
/// message). The figures: <c>dotnet run --project tests/Unit -- -class "*MailCostTests" -showLiveOutput</c>.</summary>
[Collection(nameof(MailCostTests))]
public sealed class MailCostTests
{
    private const int Size = 25 << 20;
    private const double MostSeconds = 5;
    private const int Looks = 5;
    private const long MostBytes = 64 << 20;
    private const string Start = "From: ada@example.org\r\nMessage-ID: <m@example.org>\r\nMIME-Version: 1.0\r\n";

    public static TheoryData<string> Worst => [.. Mails.Keys];

    private static readonly Dictionary<string, Func<(IntakeFormat Format, string Type, string Body)>> Mails =
        new(StringComparer.Ordinal)
        {
            ["text on one line"] = () => Mime("text/plain", Fill("x")),
            ["text of empty lines"] = () => Mime("text/plain", Fill("\r\n")),
            ["text of quotes, flowed"] = () => Mime("text/plain; format=flowed", Fill("> \r\n")),
            ["text of attributions"] = () => Mime("text/plain", Fill("2026 x wrote:\r\n") + ">\r\n"),
            ["text of header labels"] = () => Mime("text/plain", Fill("From: a\r\nTo: b\r\n")),
            ["text in Japanese"] = () => Mime("text/plain; charset=iso-2022-jp", Fill("\u001b$B%W\u001b(B")),
            ["HTML of formatting"] = () => Mime("text/html", Fill("<b><i>")),
            ["HTML of quotes"] = () => Mime("text/html", Fill("<blockquote>x")),
            ["HTML never closed"] = () => Mime("text/html", Fill("<a href=\"")),
            ["HTML of entities"] = () => Mime("text/html", Fill("&amp;")),
            ["file in base64"] = () => Mime("image/png\r\nContent-Transfer-Encoding: base64", Fill("QUJD")),
            ["file in quoted-printable"] = () => Mime("image/png\r\nContent-Transfer-Encoding: quoted-printable", Fill("=41")),
            ["file in uuencode"] = () => Mime("image/png\r\nContent-Transfer-Encoding: x-uuencode", Fill("M" + new string('!', 60) + "\r\n")),
            ["file as it is"] = () => Mime("image/png\r\nContent-Transfer-Encoding: binary", Fill("x")),
            ["999 files"] = () => Mime("multipart/mixed; boundary=b", string.Concat(Enumerable.Repeat(
                $"--b\r\nContent-Type: image/png; name=a\r\n\r\n{new string('x', 25_000)}\r\n", 998)) + "--b--\r\n"),
            ["20 levels"] = () => Mime("multipart/mixed; boundary=b0", string.Concat(Enumerable.Range(1, 19).Select(level =>
                $"--b{level - 1}\r\nContent-Type: multipart/mixed; boundary=b{level}\r\n\r\n")) + Fill("--b\r\n")),
            ["999 mails"] = () => Mime("multipart/digest; boundary=b", string.Concat(Enumerable.Repeat(
                $"--b\r\n\r\nSubject: x\r\n\r\n{new string('x', 50_000)}\r\n", 499)) + "--b--\r\n"),
            ["headers of addresses"] = () => Head("To: " + string.Concat(Enumerable.Repeat("a@example.org,\r\n ", 15_000))),
            ["headers of encoded words"] = () => Head("Subject: " + string.Concat(Enumerable.Repeat("=?utf-8?q?=41?=\r\n ", 14_000))),
            ["headers of references"] = () => Head("References: " + string.Concat(Enumerable.Repeat("<a@b>\r\n ", 30_000))),
            ["headers of comments"] = () => Head("To: " + new string('(', 250_000)),
            ["headers of groups"] = () => Head("To: " + string.Concat(Enumerable.Repeat("a:", 125_000))),
            ["headers of parameters"] = () => Head("Content-Type: text/plain" + string.Concat(Enumerable.Range(0, 20_000).Select(n => $"; a*{n}=b"))),
            ["results of authentication"] = () => Head("Authentication-Results: x" + string.Concat(Enumerable.Repeat("; a=b c.d=e", 22_000))),
            ["file of Outlook"] = () => Mime("application/ms-tnef\r\nContent-Transfer-Encoding: base64", "eJ8+IgEA" + Fill("AQaQ")),
            ["SendGrid with a file"] = () => Form(("headers", Start), ("text", "x"), ("attachment1\"; filename=\"a", Fill("x"))),
            ["SendGrid of 999 files"] = () => Form([("headers", Start), .. Enumerable.Range(0, 998).Select(n => ($"a{n}\"; filename=\"a", new string('x', 25_000)))]),
            ["SendGrid raw"] = () => Form(("email", Mime("image/png\r\nContent-Transfer-Encoding: base64", Fill("QUJD")).Body)),
            ["Mailgun, all of it escaped"] = () => (IntakeFormat.Mailgun, "application/x-www-form-urlencoded",
                $"message-headers={Uri.EscapeDataString("[[\"From\",\"a@example.org\"]]")}&body-plain=" + Fill("%41")),
            ["Postmark, all of it escaped"] = () => Postmark("\"TextBody\":\"" + Fill("\\u0041") + "\""),
            ["Postmark with a file"] = () => Postmark("\"Attachments\":[{\"Name\":\"a\",\"Content\":\"" + Fill("QUJD") + "\"}]"),
            ["Postmark raw"] = () => Postmark("\"RawEmail\":\"" + Start.Replace("\r\n", "\\r\\n") + "\\r\\n" + Fill("x") + "\""),
            ["Postmark of headers"] = () => Postmark("\"Headers\":[" + Fill("{\"Name\":\"a\",\"Value\":\"b\"},") + "{}]"),
            ["Postmark of addresses"] = () => Postmark("\"ToFull\":[" + Fill("{\"Email\":\"a@b.example\"},") + "{}]"),
            ["Postmark of lists"] = () => Postmark("\"x\":[" + Fill("[],") + "[]]"),
        };

    /// <summary>Memory is what is held beside the body at any time: what is let go of meanwhile is collected as it is
    /// needed.</summary>
    [Theory]
    [MemberData(nameof(Worst))]
    public void Mail_WithinTheLimits_CostsLittle(string name)
    {
        var (format, type, body) = Mails[name]();
        var message = new AlertMessage(
            Encoding.Latin1.GetBytes(body), new Dictionary<string, string> { ["Content-Type"] = type }, "");
        body = "";
        var (seconds, held, reading) = Cost(format, message);
        for (var look = 1; look < Looks && held > MostBytes; look++) (seconds, held, reading) = Cost(format, message);
        GC.KeepAlive(message);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name}: {seconds:0.00} s, {held / 1048576.0:0.0} MiB, {reading.Refusal ?? "a mail"}"));
        Assert.InRange(held, 0, MostBytes);
        Assert.InRange(seconds, 0, MostSeconds);
    }

    /// <summary>The heap is everybody's in this process: what others leave on it meanwhile can only make it
    /// more.</summary>
    private static (double Seconds, long Held, MailReading Reading) Cost(IntakeFormat format, AlertMessage message)
    {
        using var watch = new HeapWatch();
        var before = Processor();
        var reading = MailFormats.Read(format, message, MailLimits.Usual);
        var seconds = Processor() - before;
        return (seconds, watch.Stop(), reading);
    }

    /// <summary>Looks again and again at what a collection left.</summary>
    private sealed class HeapWatch : IDisposable
    {
        private readonly long _before = Live();
        private readonly CancellationTokenSource _stop = new();
        private readonly Thread _thread;
        private long _most;

        public HeapWatch()
        {
            _thread = new(Look) { IsBackground = true };
            _thread.Start();
        }

        public long Stop()
        {
            _stop.Cancel();
            _thread.Join();
            return Math.Max(0, _most - _before);
        }

        public void Dispose() => _stop.Dispose();

        private void Look()
        {
            do
            {
                _most = Math.Max(_most, Live());
            }
            while (!_stop.IsCancellationRequested);
        }

        /// <summary>What was allocated since is not counted: it may be let go of already.</summary>
        private static long Live()
        {
            GC.Collect();
            var heap = GC.GetGCMemoryInfo(GCKind.FullBlocking);
            return heap.HeapSizeBytes - heap.FragmentedBytes;
        }
    }

    /// <summary>Of this thread, in seconds; 0 where the system does not say.</summary>
    private static double Processor() => File.Exists("/proc/thread-self/schedstat")
        ? double.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1e9
        : 0;

    private static string Fill(string unit) => new StringBuilder().Insert(0, unit, (Size - 4_000) / unit.Length).ToString();

    private static (IntakeFormat Format, string Type, string Body) Mime(string type, string body) =>
        (IntakeFormat.Mime, "message/rfc822", $"{Start}Content-Type: {type}\r\n\r\n{body}");

    private static (IntakeFormat Format, string Type, string Body) Head(string header) =>
        (IntakeFormat.Mime, "message/rfc822", $"{Start}{header}\r\n\r\nx");

    private static (IntakeFormat Format, string Type, string Body) Form(params (string Name, string Value)[] fields) =>
        (IntakeFormat.SendGrid, "multipart/form-data; boundary=b", string.Concat(fields.Select(field =>
            $"--b\r\nContent-Disposition: form-data; name=\"{field.Name}\"\r\n\r\n{field.Value}\r\n")) + "--b--\r\n");

    private static (IntakeFormat Format, string Type, string Body) Postmark(string member) =>
        (IntakeFormat.Postmark, "application/json", "{\"From\":\"ada@example.org\"," + member + "}");
}
