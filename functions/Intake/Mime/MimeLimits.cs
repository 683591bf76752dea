using MimeKit;

namespace ItsmServerless.Intake.Mime;

/// <summary>How much structure a mail may have: counted in one pass that keeps nothing.</summary>
internal static class MimeLimits
{
    /// <summary>What is beyond a limit; null when nothing is.</summary>
    public static string? Exceeded(Stream mail, MailLimits limits)
    {
        try
        {
            new Counter(mail, limits).ReadMessage();
            return null;
        }
        catch (LimitException beyond)
        {
            return beyond.Message; // The reader offers no other way to stop in the middle.
        }
    }

    private const int MostLooseBytes = 1 << 20;

    private sealed class LimitException(string what) : Exception(what);

    /// <summary>Nested entities begin and end like brackets: the open ones are the depth.</summary>
    private sealed class Counter(Stream mail, MailLimits limits)
        : MimeReader(new ParserOptions { MaxMimeDepth = 2 * limits.Depth }, mail, MimeFormat.Entity)
    {
        private int parts;
        private int loose;
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
            if (headers > limits.Headers) throw new LimitException($"more than {limits.Headers} headers");
            if (headerBytes > limits.HeaderBytes)
                throw new LimitException($"more than {limits.HeaderBytes} bytes of headers");
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

        protected override void OnMultipartPreambleRead(
            byte[] buffer, int startIndex, int count, CancellationToken cancellationToken) => Loose(count);

        protected override void OnMultipartEpilogueRead(
            byte[] buffer, int startIndex, int count, CancellationToken cancellationToken) => Loose(count);

        /// <summary>What stands beside the parts is no content (RFC 2046, 5.1.1), and is kept all the same.</summary>
        private void Loose(int bytes)
        {
            if ((loose += bytes) > MostLooseBytes) throw new LimitException($"more than {MostLooseBytes} bytes beside the parts");
        }

        private void Open()
        {
            Count();
            if (++depth > limits.Depth) throw new LimitException($"more than {limits.Depth} levels");
        }

        private void Count()
        {
            if (++parts > limits.Parts) throw new LimitException($"more than {limits.Parts} parts");
        }
    }
}
