using CsCheck;
using ItsmServerless.Intake.Mime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake;

public sealed class FileNamesTests
{
    private static readonly Gen<string> Hostile = Gen.OneOf(Gen.String, Gen.String["./\\\u200B\u202E\0a\r\n"]);

    [Fact]
    public void AnyName_BecomesOneShortLineWithoutFolders() => Hostile
        .Sample(name => FileNames.Safe(name, "attachment") is { Length: > 0 and <= 150 } safe
            && !safe.Any(char.IsControl) && safe.IndexOfAny(['/', '\\', '\u200B', '\u202E']) < 0
            && safe[0] != '.' && safe[^1] != '.');

    [Fact]
    public void SafeName_StaysAsItIs() => Gen.String.Sample(name =>
        FileNames.Safe(FileNames.Safe(name, "a"), "b") == FileNames.Safe(name, "a"));

    [Theory]
    [InlineData("application/pdf", "application/pdf")]
    [InlineData("Image/SVG+XML", "image/svg+xml")]
    [InlineData("text/html; charset=x", "application/octet-stream")]
    [InlineData("text/html\r\nX-Evil: 1", "application/octet-stream")]
    [InlineData("text", "application/octet-stream")]
    [InlineData("/", "application/octet-stream")]
    [InlineData("a/b/c", "application/octet-stream")]
    public void ContentType_IsATypeOrBytes(string type, string expected) =>
        Assert.Equal(expected, FileNames.ContentType(type));
}
