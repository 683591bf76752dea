using CsCheck;
using ItsmServerless.Intake;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Providers;

namespace ItsmServerless.Tests.Unit.Intake;

/// <summary>What no provider would send.</summary>
internal static class ProviderFuzz
{
    private static readonly IntakeFormat[] Formats =
        [.. Enum.GetValues<IntakeFormat>().Where(format => format.IsMail())];

    private static readonly (IntakeFormat Format, AlertMessage Message)[] Small =
    [
        .. Corpus.ProviderNames.Select(name => (Corpus.FormatOf(name), Corpus.Message(name)))
            .Where(known => known.Item2.Body.Length < 20_000),
    ];

    /// <summary>Messages of the corpus with bytes changed, removed and put in; now and then under the Content-Type or
    /// the format of another.</summary>
    public static Gen<(IntakeFormat Format, AlertMessage Message)> Damaged { get; } = Gen.Select(
        Gen.Int[0, Small.Length - 1], Gen.Int[0, int.MaxValue], Gen.Int[0, 100], Gen.Byte.Array[0, 20],
        Gen.Int[0, 9 * Small.Length], Gen.Int[0, 9 * Formats.Length]).Select((index, at, length, put, headers, format) =>
    {
        var (known, message) = Small[index];
        var body = message.Body.ToArray();
        var from = body.Length == 0 ? 0 : at % body.Length;
        byte[] damaged = [.. body[..from], .. put, .. body[Math.Min(body.Length, from + length)..]];
        return (
            format < Formats.Length ? Formats[format] : known,
            message with { Body = damaged, Headers = Small[headers < Small.Length ? headers : index].Message.Headers });
    });
}
