using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.Serialization;
using System.Text.Json;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>Writes a message's content as bytes: version, length of the header, header (JSON), body.</summary>
/// <remarks>Fields may be added to the header; what a version wrote stays readable.</remarks>
internal static class MessageCodec
{
    private const byte Version = 1;
    private const int Prefix = 5;

    /// <summary>The bytes that are stored, whose number is also the message's size.</summary>
    /// <exception cref="SerializationException">AMQP does not carry the type of a property.</exception>
    public static byte[] Encode(MessageContent content)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(Header.Of(content), JsonSerializerOptions.Web);
        var bytes = new byte[Prefix + header.Length + content.Body.Length];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), header.Length);
        header.CopyTo(bytes, Prefix);
        content.Body.CopyTo(bytes.AsMemory(Prefix + header.Length));
        return bytes;
    }

    /// <summary>The content again.</summary>
    public static MessageContent Decode(byte[] bytes)
    {
        if (bytes[0] != Version)
            throw new InvalidDataException($"A stored message has version {bytes[0]}; this host reads {Version}.");
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1));
        var header = JsonSerializer.Deserialize<Header>(bytes.AsSpan(Prefix, length), JsonSerializerOptions.Web)!;
        return header.ToContent(bytes.AsMemory(Prefix + length));
    }

    private sealed record Header(
        string? MessageId,
        string? Subject,
        string? ContentType,
        string? CorrelationId,
        string? PartitionKey,
        string? SessionId,
        string? ReplyTo,
        string? ReplyToSessionId,
        string? To,
        long TimeToLiveTicks,
        IReadOnlyDictionary<string, Property> Properties)
    {
        public static Header Of(MessageContent content) => new(
            content.MessageId, content.Subject, content.ContentType, content.CorrelationId, content.PartitionKey,
            content.SessionId, content.ReplyTo, content.ReplyToSessionId, content.To, content.TimeToLive.Ticks,
            content.Properties.ToDictionary(property => property.Key, property => Property.Of(property.Value)));

        public MessageContent ToContent(ReadOnlyMemory<byte> body) => new()
        {
            MessageId = MessageId,
            Subject = Subject,
            ContentType = ContentType,
            CorrelationId = CorrelationId,
            PartitionKey = PartitionKey,
            SessionId = SessionId,
            ReplyTo = ReplyTo,
            ReplyToSessionId = ReplyToSessionId,
            To = To,
            TimeToLive = TimeSpan.FromTicks(TimeToLiveTicks),
            Properties = Properties.ToDictionary(property => property.Key, property => property.Value.ToValue()),
            Body = body,
        };
    }

    /// <summary>A value of an application property and its type, which AMQP keeps and JSON alone would not.</summary>
    private sealed record Property(TypeCode Type, string? Other, string Text)
    {
        public static Property Of(object value) => value switch
        {
            Guid or DateTimeOffset or TimeSpan or Uri => new(TypeCode.Object, value.GetType().Name, TextOf(value)),
            IConvertible convertible and not (DBNull or Enum) =>
                new(convertible.GetTypeCode(), Other: null, TextOf(value)),
            _ => throw new SerializationException(
                $"An application property of type {value?.GetType().FullName ?? "null"} cannot be sent."),
        };

        public object ToValue() => Other switch
        {
            nameof(Guid) => Guid.Parse(Text),
            nameof(DateTimeOffset) => DateTimeOffset.Parse(Text, CultureInfo.InvariantCulture),
            nameof(TimeSpan) => TimeSpan.Parse(Text, CultureInfo.InvariantCulture),
            nameof(Uri) => new Uri(Text, UriKind.RelativeOrAbsolute),
            _ when Type == TypeCode.DateTime =>
                DateTime.Parse(Text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            _ => Convert.ChangeType(Text, Type, CultureInfo.InvariantCulture),
        };

        private static string TextOf(object value) => value switch
        {
            DateTimeOffset time => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
            DateTime => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
            Uri uri => uri.OriginalString,
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }
}
