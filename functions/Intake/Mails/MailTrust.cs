using ItsmServerless.Intake.Mime;
using ItsmServerless.Kernel.Mail;

namespace ItsmServerless.Intake.Mails;

/// <summary>Whether a mail is from whom it claims to be from. Pure.</summary>
public static class MailTrust
{
    /// <summary>By its From alone: where the installation names the server that checks senders, by the word of that
    /// server (RFC 8601), unless it is told to believe what that does not deny. Where none is named, always.</summary>
    public static bool Believes(MailSettings settings, InboundMail mail) => settings switch
    {
        { AuthenticationServer: null } => true,
        { BelieveFrom: true } => !mail.Proof.Denies(settings.AuthenticationServer),
        var checkedBy => mail.From is { } from && mail.Proof.Vouches(checkedBy.AuthenticationServer, from.Email),
    };

    /// <summary>By the signed address it was sent to, which only its recipient knows: unless the server denies
    /// it.</summary>
    public static bool BelievesSigned(MailSettings settings, InboundMail mail) =>
        !mail.Proof.Denies(settings.AuthenticationServer);
}
