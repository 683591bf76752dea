using CsCheck;
using ItsmServerless.Local.Durable.History;
using ItsmServerless.Local.Durable.Instances;
using Xunit;

namespace ItsmServerless.Tests.Unit.Durable;

public sealed class MailboxTests
{
    [Fact]
    public void Messages_AreTakenInOrderAndInBatchesThatFitATransaction() =>
        Gen.Int[0, 400].Sample(count =>
        {
            var mailbox = new Mailbox();
            for (var i = 0; i < count; i++)
                mailbox.Add(new(new EventRaised("Go", $"{i}"), RowKey: mailbox.NextRowKey()));

            var batches = new List<IReadOnlyList<Message>>();
            while (mailbox.HasWork(isSuspended: false))
                batches.Add(mailbox.Take(isSuspended: false));

            Assert.All(batches, batch => Assert.InRange(batch.Count, 1, Mailbox.LongestBatch));
            Assert.Equal(
                Enumerable.Range(0, count).Select(i => $"{i}"),
                batches.SelectMany(batch => batch).Select(message => ((EventRaised)message.Event).Payload));
        });

    [Fact]
    public void Control_GoesFirstAndAlone()
    {
        var mailbox = new Mailbox();
        mailbox.Add(new(new EventRaised("Go", "1")));
        mailbox.Add(new(new Suspended("hold")));

        Assert.IsType<Suspended>(Assert.Single(mailbox.Take(isSuspended: false)).Event);
        Assert.False(mailbox.HasWork(isSuspended: true));
        Assert.Empty(mailbox.Take(isSuspended: true));
        Assert.IsType<EventRaised>(Assert.Single(mailbox.Take(isSuspended: false)).Event);
    }

    [Fact]
    public void Restore_KeepsWhatWasStoredMeanwhile_AndHandsOutNoRowTwice()
    {
        var mailbox = new Mailbox();
        var later = new Message(new EventRaised("Go", "2"), RowKey: "i|000000000009");
        mailbox.Add(later);
        mailbox.Restore([new(new EventRaised("Go", "1"), RowKey: "i|000000000007")]);

        Assert.Equal("i|000000000010", mailbox.NextRowKey());
        Assert.Equal(
            ["i|000000000007", "i|000000000009"], mailbox.Take(isSuspended: false).Select(message => message.RowKey));
    }
}
