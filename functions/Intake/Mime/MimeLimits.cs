using MimeKit;

namespace ItsmServerless.Intake.Mime;

/// <summary>How much structure a mail may have: counted in one pass that keeps nothing.</summary>
/// <remarks>Real mails stay far below; what is above is an attack on the reader (CVE-2014-9472 and the like).</remarks>
internal static class MimeLimits
{
    public const int Parts = 1_000;
    public const int Depth = 20;
    public const int Headers = 1_000;
    public const int HeaderBytes = 256 << 10;

    /// <summary>What is beyond a limit; null when nothing is.</summary>
    public static string? Exceeded(Stream mail)
    {
        try
        {
            new Counter(mail).ReadMessage();
            return null;
        }
        catch (LimitException beyond)
        {
            return beyond.Message; // The reader offers no other way to stop in the middle.
        }
    }

    private sealed class LimitException(string what) : Exception(what);

    /// <summary>Nested entities begin and end like brackets: the open ones are the depth.</summary>
    private sealed class Counter(Stream mail) : MimeReader(Deep, mail, MimeFormat.Entity)
    {
        private static readonly ParserOptions Deep = new() { MaxMimeDepth = 2 * Depth };
        private int parts;
        private int depth;
        private int headers;
        private int headerBytes;

        protected override void OnHeadersBegin(
            long beginOffset, int beginLineNumber, CancellationToken cancellationToken) =>
            (headers, headerBytes) = (0, 0);

        protected override void OnHeaderRead(Header header, int beginLineNumber, CancellationToken cancellationToken)
        {
            headers++;
            headerBytes += header.Field.Length + header.RawValue.Length;
            if (headers > Headers) throw new LimitException($"more than {Headers} headers");
            if (headerBytes > HeaderBytes) throw new LimitException($"more than {HeaderBytes} bytes of headers");
        }

        protected override void OnMimePartBegin(
            ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken) =>
            Count();

        protected override void OnMultipartBegin(
            ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken) =>
            Open();

        protected override void OnMultipartEnd(
            ContentType contentType, long beginOffset, int beginLineNumber, long headersEndOffset, long endOffset,
            int lines, CancellationToken cancellationToken) => depth--;

        protected override void OnMessagePartBegin(
            ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken) =>
            Open();

        protected override void OnMessagePartEnd(
            ContentType contentType, long beginOffset, int beginLineNumber, long headersEndOffset, long endOffset,
            int lines, CancellationToken cancellationToken) => depth--;

        private void Open()
        {
            Count();
            if (++depth > Depth) throw new LimitException($"more than {Depth} levels");
        }

        private void Count()
        {
            if (++parts > Parts) throw new LimitException($"more than {Parts} parts");
        }
    }
}
