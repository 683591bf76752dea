using System.Globalization;
using ItsmServerless.Local.Hosting;
using Xunit;

namespace ItsmServerless.Tests.Unit.Hosting;

public sealed class TextConversionTests
{
    [Theory]
    [InlineData(typeof(string), "a b", "a b")]
    [InlineData(typeof(bool), "true", "True")]
    [InlineData(typeof(int), "-7", "-7")]
    [InlineData(typeof(long?), "9000000000", "9000000000")]
    [InlineData(typeof(decimal), "1.5", "1.5")]
    [InlineData(typeof(double), "2.5", "2.5")]
    [InlineData(typeof(float), "0.5", "0.5")]
    [InlineData(typeof(Guid), "6F9619FF8B86D011B42D00CF4FC964FF", "6f9619ff-8b86-d011-b42d-00cf4fc964ff")]
    [InlineData(typeof(DateTime), "2026-11-24", "11/24/2026 00:00:00")]
    [InlineData(typeof(DateTimeOffset?), "2026-11-24T09:00:00Z", "11/24/2026 09:00:00 +00:00")]
    public void Text_BecomesTheValueOfTheParametersType(Type type, string text, string expected) =>
        Assert.Equal(
            expected, Convert.ToString(TextConversion.To(type)!(text), CultureInfo.InvariantCulture));

    [Fact]
    public void AbsentText_IsTheDefault()
    {
        Assert.Null(TextConversion.To(typeof(int?))!(null));
        Assert.Equal(0, TextConversion.To(typeof(int))!(null));
        Assert.Null(TextConversion.To(typeof(string))!(null));
    }

    [Fact]
    public void TextOfAnotherForm_IsRefused() =>
        Assert.Throws<FormatException>(() => TextConversion.To(typeof(int))!("seven"));

    [Theory]
    [InlineData(typeof(Uri))]
    [InlineData(typeof(DayOfWeek))]
    [InlineData(typeof(List<int>))]
    public void AnyOtherType_HasNoConversion(Type type) => Assert.Null(TextConversion.To(type));
}
