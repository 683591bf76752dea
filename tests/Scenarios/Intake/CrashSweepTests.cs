using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>The process dies on a mail's way; the next finishes.</summary>
public sealed class CrashSweepTests(StorageFixture storage)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Mail_WithAFile_IsOneIncident_WhereverTheProcessDies(int fault) =>
        Mails.Run((Fault)fault, [], Mail("m1", ""), "reported attached");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Answer_WithAFile_IsOneComment_WhereverTheProcessDies(int fault) => Mails.Run(
        (Fault)fault, [Mail("m1", "")], Mail("m2", "References: <m1@example.org>\r\n"),
        "reported attached commented attached");

    private CrashSweep Mails => new(storage, "message/rfc822", new("Mailbox", "mime"));

    private static string Mail(string id, string more) => MailRig.Mail(
        "ada@example.org", $"{id}@example.org",
        "--b\r\n\r\nIt burns.\r\n--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nhello\r\n--b--",
        more: more + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n");
}
