using System.Runtime.Serialization;
using CsCheck;
using ItsmServerless.Local.ServiceBus;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceBus;

public sealed class MessageCodecTests
{
    private static readonly Gen<object> Value = Gen.OneOf(
        Gen.String.Select(one => (object)one), Gen.Bool.Select(one => (object)one), Gen.Byte.Select(one => (object)one),
        Gen.SByte.Select(one => (object)one), Gen.Short.Select(one => (object)one), Gen.Int.Select(one => (object)one),
        Gen.UInt.Select(one => (object)one), Gen.Long.Select(one => (object)one), Gen.ULong.Select(one => (object)one),
        Gen.Double.Select(one => (object)one), Gen.Float.Select(one => (object)one),
        Gen.Decimal.Select(one => (object)one), Gen.Char.AlphaNumeric.Select(one => (object)one),
        Gen.Guid.Select(one => (object)one), Gen.TimeSpan.Select(one => (object)one),
        Gen.DateTimeOffset.Select(one => (object)one), Gen.DateTime.Select(one => (object)one));

    private static readonly Gen<MessageContent> Content =
        from body in Gen.Byte.Array[0, 2000]
        from id in Gen.String.Null()
        from subject in Gen.String.Null()
        from timeToLive in Gen.Long[1, long.MaxValue]
        from properties in Gen.Dictionary(Gen.String, Value)[0, 5]
        select new MessageContent
        {
            Body = body,
            MessageId = id,
            Subject = subject,
            TimeToLive = TimeSpan.FromTicks(timeToLive),
            Properties = properties,
        };

    [Fact]
    public void Decode_GivesBackWhatWasEncoded() => Content.Sample(content =>
    {
        var again = MessageCodec.Decode(MessageCodec.Encode(content));
        Assert.Equal(content.Body.ToArray(), again.Body.ToArray());
        Assert.Equal(
            (content.MessageId, content.Subject, content.TimeToLive),
            (again.MessageId, again.Subject, again.TimeToLive));
        Assert.Equal(content.Properties, again.Properties);
    });

    [Fact]
    public void Encode_OfATypeThatCannotBeSent_NamesIt()
    {
        var content = new MessageContent { Properties = new Dictionary<string, object> { ["a"] = new[] { 1 } } };
        var refused = Assert.Throws<SerializationException>(() => MessageCodec.Encode(content));
        Assert.Contains("System.Int32[]", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_OfALaterVersion_IsRefused()
    {
        var bytes = MessageCodec.Encode(new MessageContent());
        bytes[0] = 2;
        Assert.Throws<InvalidDataException>(() => MessageCodec.Decode(bytes));
    }
}
