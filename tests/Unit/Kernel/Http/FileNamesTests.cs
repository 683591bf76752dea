using CsCheck;
using ItsmServerless.Kernel.Http;
using Xunit;

namespace ItsmServerless.Tests.Unit.Kernel.Http;

public sealed class FileNamesTests
{
    /// <summary>Tricks seen in the wild: CVE-2026-28289 (zero-width space), CVE-2019-18180 (long extension).</summary>
    [Theory]
    [InlineData("report.pdf", "report.pdf")]
    [InlineData("Übersicht 2026.xlsx", "Übersicht 2026.xlsx")]
    [InlineData("\u200B.htaccess", "htaccess")]
    [InlineData("invoice\u202Efdp.exe", "invoicefdp.exe")]
    [InlineData("..\\..\\windows\\system.ini", "system.ini")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("..%2f..%2fetc", "%2f..%2fetc")]
    [InlineData("a\0b\r\nc.txt", "abc.txt")]
    [InlineData("  . ", "file")]
    [InlineData("/", "file")]
    [InlineData("", "file")]
    [InlineData(null, "file")]
    public void Clean_LeavesWhatPeopleSee(string? name, string expected) =>
        Assert.Equal(expected, FileNames.Clean(name));

    [Fact]
    public void Clean_OfALongName_KeepsTheExtension() =>
        Assert.Equal(new string('x', 196) + ".pdf", FileNames.Clean(new string('x', 500) + ".pdf"));

    [Fact]
    public void Clean_OfALongExtension_CutsIt() =>
        Assert.Equal(200, FileNames.Clean("a." + new string('x', 10_000)).Length);

    [Fact]
    public void Clean_OfHalfASurrogatePair_DropsIt() => Assert.Equal("ab.txt", FileNames.Clean("a\uD800b.txt"));

    [Fact]
    public void Clean_OfAnything_IsStableAndHarmless() => Gen.String.Sample(name =>
    {
        var clean = FileNames.Clean(name);
        Assert.Equal(clean, FileNames.Clean(clean));
        Assert.InRange(clean.Length, 1, 200);
        Assert.DoesNotContain(clean, c => char.IsControl(c) || c is '/' or '\\');
    });
}
