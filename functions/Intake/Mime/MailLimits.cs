using System.Globalization;
using ItsmServerless.Kernel;
using Microsoft.Extensions.Configuration;

namespace ItsmServerless.Intake.Mime;

/// <summary>How large a mail may be, and how much structure it may have. Real mails stay far below; what is above is an
/// attack on the reader (CVE-2014-9472 and the like).</summary>
/// <param name="Bytes">Of the whole message as it is posted. Setting <c>Intake:MailBytes</c>.</param>
/// <param name="Parts">Setting <c>Intake:MailParts</c>.</param>
/// <param name="Depth">Parts within parts. Setting <c>Intake:MailDepth</c>.</param>
/// <param name="Headers">Of each part. Setting <c>Intake:MailHeaders</c>.</param>
/// <param name="HeaderBytes">Of each part. Setting <c>Intake:MailHeaderBytes</c>.</param>
public sealed record MailLimits(int Bytes, int Parts, int Depth, int Headers, int HeaderBytes)
{
    /// <summary>25 MiB, 1,000 parts, 20 levels, 1,000 headers, 256 KiB of them.</summary>
    public static MailLimits Usual { get; } = new(25 << 20, 1_000, 20, 1_000, 256 << 10);

    /// <summary>Reads the settings; one that is not there is as usual, one that is no positive number stops the process
    /// with its name.</summary>
    public static MailLimits Of(IConfiguration configuration) => new(
        Read(configuration, "Intake:MailBytes", Usual.Bytes), Read(configuration, "Intake:MailParts", Usual.Parts),
        Read(configuration, "Intake:MailDepth", Usual.Depth), Read(configuration, "Intake:MailHeaders", Usual.Headers),
        Read(configuration, "Intake:MailHeaderBytes", Usual.HeaderBytes));

    private static int Read(IConfiguration configuration, string name, int usual) =>
        string.IsNullOrEmpty(configuration[name]) ? usual : configuration.Required(name, Positive);

    private static int Positive(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{text} is no positive number.");
}
