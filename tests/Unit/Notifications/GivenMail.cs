using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Notifications;
using ItsmServerless.Tests.Unit.Incidents;
using MimeKit;
using Xunit;

namespace ItsmServerless.Tests.Unit.Notifications;

/// <summary>An installation that writes mails as itsm.example.</summary>
internal static class GivenMail
{
    public static readonly TenantId Tenant = TenantId.From("ten_01JDAAAAAAAAAAAAAAAAAAAAAA");
    public static readonly TenantId OtherTenant = TenantId.From("ten_01JDBBBBBBBBBBBBBBBBBBBBBB");
    public static readonly Actor Desk = Actor.Person(Given.Grace);

    public static MailSettings Settings { get; } = new(
        "mail.itsm.example", new("Service Desk", "desk@itsm.example"), EmailAddress.From("all@itsm.example"));

    public static Signer Signer { get; } = new(Ring('1'));

    public static ReplyAddresses Replies { get; } = new(Signer, Settings);

    public static IssuedMessageIds Ids { get; } = new(Signer, Settings);

    public static MailComposer Composer { get; } = new(Settings, Replies, Ids);

    public static KeyRing Ring(params IEnumerable<char> keys) => KeyRing.Parse(string.Join(',', keys.Select(Key)));

    public static IncidentCommented Comment(bool fromRequester = false, Visibility visibility = Visibility.Public) =>
        new(Given.Comment, "Have you tried water?", visibility,
            new(fromRequester ? Given.Ada : Given.Grace, null, Desk), fromRequester, ByAgent: !fromRequester);

    public static PublishedEvent Published(IncidentEvent happened, int sequence = 1) => new(
        Tenant, Given.Id, Incident.Practice, sequence, EventTypes<IncidentEvent>.NameOf(happened), Given.Start, Desk,
        EventTypes<IncidentEvent>.DataOf(happened));

    /// <summary>As a mail program gets it: written out and read again.</summary>
    public static MimeMessage Sent(IncidentEvent happened, Incident incident, bool isKnown = true)
    {
        var notice = Assert.Single(IncidentNotices.Of(happened, incident, isKnown));
        using var message = Composer.Compose(new(Published(happened), notice, [Given.Ada]), [Given.Ada]);
        using var written = new MemoryStream();
        message.WriteTo(written);
        written.Position = 0;
        return MimeMessage.Load(written);
    }

    private static string Key(char id) => $"k{id}:{Convert.ToBase64String([.. Enumerable.Repeat((byte)id, 32)])}";
}
