using ItsmServerless.Intake;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Tests.Unit.Notifications;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake;

public sealed class ReceiptTests
{
    private static readonly RecordId Incident = RecordId.From("inc_1");
    private static readonly ReceiptProcessed Processed = new(Incident, "references");

    [Fact]
    public void SameBody_OfTheSameSource_HasTheSameReceipt() =>
        Assert.Equal(GivenIntake.Id, Receipt.IdOf(GivenMail.Tenant, GivenIntake.Source, "00"));

    [Fact]
    public void SameBody_OfAnotherSourceOrTenant_HasAnother()
    {
        Assert.NotEqual(GivenIntake.Id, Receipt.IdOf(GivenMail.Tenant, new("src_2"), "00"));
        Assert.NotEqual(GivenIntake.Id, Receipt.IdOf(GivenMail.OtherTenant, GivenIntake.Source, "00"));
    }

    [Fact]
    public void Accepted_WaitsToBeTakenUp() => Assert.Equal(ReceiptState.Accepted, GivenIntake.Receipt.State);

    [Fact]
    public void End_SaysWhatBecameOfIt()
    {
        var ended = GivenIntake.Fold([GivenIntake.Accepted, .. GivenIntake.Receipt.End(1, Processed).Events]);
        Assert.Equal((ReceiptState.Processed, Incident, "references"), (ended.State, ended.Record, ended.Reason));
    }

    [Fact]
    public void End_AfterTheEnd_ChangesNothing() => Assert.Empty(
        GivenIntake.Fold(GivenIntake.Accepted, Processed).End(1, new ReceiptIgnored("own_mail")).Events);

    [Fact]
    public void End_OfAnEarlierAttempt_ChangesNothing() => Assert.Empty(
        GivenIntake.Fold(GivenIntake.Accepted, new ReceiptReplayed()).End(1, Processed).Events);

    [Theory]
    [MemberData(nameof(Ended))]
    public void Replay_TakesUpAgain_WhatBecameNothing(ReceiptEvent end, bool again)
    {
        var ended = GivenIntake.Fold(GivenIntake.Accepted, end);
        Assert.Equal(again ? 1 : 0, ended.Replay().Events.Length);
    }

    public static TheoryData<ReceiptEvent, bool> Ended => new()
    {
        { new ReceiptQuarantined("mime_limits"), true },
        { new ReceiptIgnored("own_mail"), true },
        { Processed, false },
        { new ReceiptDuplicate(new("rcp_2"), Incident, "message_id"), false },
    };

    [Fact]
    public void Replay_ForgetsTheReason()
    {
        var again = GivenIntake.Fold(GivenIntake.Accepted, new ReceiptQuarantined("x"), new ReceiptReplayed());
        Assert.Equal((ReceiptState.Accepted, null, 2), (again.State, again.Reason, again.Attempt));
    }

    [Fact]
    public void Rows_LieInThePartitionOfTheState() => Assert.Equal(
        ["accepted", "processed"],
        new[] { GivenIntake.Receipt, GivenIntake.Fold(GivenIntake.Accepted, Processed) }
            .SelectMany(Receipt.Rows).Select((ListRow row) => row.Partition));
}
