using CsCheck;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Intake.Providers;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake;

public sealed class MailCorpusTests
{
    private static readonly byte[][] All = [.. Corpus.Names.Select(Corpus.Raw)];

    public static TheoryData<string> Names => [.. Corpus.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Mail_IsReadAsExpected(string name) =>
        Assert.Equal(Corpus.Expected(name), Corpus.Text(MailReader.Read(Corpus.Raw(name))));

    public static TheoryData<string> ProviderNames => [.. Corpus.ProviderNames];

    [Theory]
    [MemberData(nameof(ProviderNames))]
    public void MailOfAProvider_IsReadAsExpected(string name) =>
        Assert.Equal(Corpus.Expected(name), Corpus.Text(Corpus.Provided(name)));

    [Fact]
    public void Corpus_HasEnoughMails() => Assert.InRange(All.Length, 40, 10_000); // The bar of the first corpus.

    /// <summary>Bytes changed, removed and put in at random: a mail, or why there is none, but never a crash.</summary>
    [Fact]
    public void DamagedMail_IsReadOrRefused() =>
        Gen.Select(Gen.Int[0, All.Length - 1], Gen.Int[0, int.MaxValue], Gen.Int[0, 200], Gen.Byte.Array[0, 20])
            .Sample((mail, at, length, put) =>
            {
                var raw = All[mail];
                var from = raw.Length == 0 ? 0 : at % raw.Length;
                var until = Math.Min(raw.Length, from + length);
                var reading = MailReader.Read((byte[])[.. raw[..from], .. put, .. raw[until..]]);
                return reading.Mail is null != (reading.Refusal is null) && IsPlain(reading.Mail);
            });

    /// <summary>The same with what providers send, read as any of their formats.</summary>
    [Fact]
    public void DamagedMessageOfAProvider_IsReadOrRefused() => ProviderFuzz.Damaged.Sample(damaged =>
    {
        var reading = MailFormats.Read(damaged.Format, damaged.Message, MailLimits.Usual);
        return reading.Mail is null != (reading.Refusal is null) && IsPlain(reading.Mail);
    });

    private static bool IsPlain(InboundMail? mail) => mail is null
        || (!mail.Subject.Any(char.IsControl) && mail.Subject.Length <= 256 && IsText(mail.Text) && IsText(mail.Answer)
            && mail.Files.All(file => file.Name.Length is > 0 and <= 150 && !file.Name.Any(char.IsControl)));

    private static bool IsText(string text) =>
        !text.Any(c => char.IsControl(c) && c is not ('\n' or '\t'));
}
