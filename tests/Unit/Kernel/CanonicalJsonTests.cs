using System.Text;
using System.Text.Json;
using CsCheck;
using ItsmServerless.Kernel.EventLog;
using Xunit;

namespace ItsmServerless.Tests.Unit.Kernel;

/// <summary>Expected values are those of RFC 8785.</summary>
public sealed class CanonicalJsonTests
{
    /// <summary>RFC 8785, appendix B.</summary>
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(unchecked((long)0x8000000000000000), "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(unchecked((long)0x8000000000000001), "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(unchecked((long)0xc340000000000000), "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(unchecked((long)0xbecbf647612f3696), "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Number_IsWrittenAsTheStandardSays(long bits, string expected)
    {
        var number = JsonSerializer.SerializeToElement(BitConverter.Int64BitsToDouble(bits));

        Assert.Equal(expected, Text(number));
    }

    /// <summary>RFC 8785, 3.2.2 and 3.2.3: the sample object.</summary>
    [Fact]
    public void Object_IsSortedAndEscapedAsTheStandardSays()
    {
        const string Given = """
            {"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
             "string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}
            """;
        const string Expected = """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""";

        Assert.Equal(Expected, Text(JsonSerializer.Deserialize<JsonElement>(Given)));
    }

    /// <summary>RFC 8785, 3.2.3: names are ordered by UTF-16 code units, not by code points.</summary>
    [Fact]
    public void Names_AreOrderedByCodeUnits()
    {
        const string Given = """{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}""";

        Assert.Equal("{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}", Text(JsonSerializer.Deserialize<JsonElement>(Given)));
    }

    [Fact]
    public void AnyNumber_ReadsBackAsItself() => Gen.Double.Where(double.IsFinite).Sample(number =>
    {
        var text = Text(JsonSerializer.SerializeToElement(number));
        Assert.Equal(number, double.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
    });

    private static string Text(JsonElement value) => Encoding.UTF8.GetString(CanonicalJson.Of(value));
}
