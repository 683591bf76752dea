using System.Collections.Concurrent;
using ItsmServerless.Notifications;
using MimeKit;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Changes;

/// <summary>Where mails go: who was told what, each mail once however often it is handed over.</summary>
internal sealed class Outgoing : IMailTransport
{
    private static readonly (string Sentence, string What)[] Kinds =
    [
        ("You are asked", "asked"), ("was approved", "approved"), ("is to be made from", "reminded"),
        ("Say in a review", "review"), ("nobody gave a review", "chased"),
    ];

    private readonly ConcurrentDictionary<string, string> _mails = new();

    /// <summary>Told of every mail that is handed over: whom it is to, and its id and Reply-To.</summary>
    public Action<string, string, string>? Seen { get; init; }

    public IEnumerable<string> Told => _mails.Values.Order(StringComparer.Ordinal);

    public Task Send(MimeMessage message, CancellationToken cancel)
    {
        var text = message.TextBody!;
        var (_, what) = Kinds.First(kind => text.Contains(kind.Sentence, StringComparison.Ordinal));
        var told = $"{message.To.Mailboxes.Single().LocalPart.Split('-')[0]} {what}";
        Assert.Equal(told, _mails.GetOrAdd(message.MessageId!, told));
        Seen?.Invoke(message.To.Mailboxes.Single().Address, message.MessageId!, ReplyTo(message));
        return Task.CompletedTask;
    }

    private static string ReplyTo(MimeMessage message) =>
        message.ReplyTo.Mailboxes.FirstOrDefault()?.Address ?? "";
}
