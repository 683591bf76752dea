using System.Net;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>A topic of Amazon SNS that subscribes, sends an alarm, and takes it back; Amazon's hosts are doubles.
/// </summary>
public sealed class SnsTests(AlertRig rig) : IClassFixture<AlertRig>
{
    [Fact]
    public async Task Topic_IsConfirmed_ThenItsAlarmIsAnIncident_AndItsEndResolves()
    {
        using var topic = new SnsTopic(rig.Now);
        var (key, url) = (rig.NewKey(), "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t");
        rig.Outside.Has(SnsTopic.CertificateUrl, topic.Certificate);
        rig.Outside.Has(url, "<ConfirmSubscriptionResponse/>");
        var source = await rig.Open("sns", alerts: new { topics = new[] { SnsTopic.Arn } });

        var confirmed = await rig.Send(source, topic.Confirmation(url, rig.Now), SnsTopic.Type);
        Assert.Equal(
            ("ignored", "subscription_confirmed"), (MailRig.Text(confirmed, "state"), MailRig.Text(confirmed, "reason")));
        var alarm = topic.Alarm("m-1", key, "ALARM", rig.Now);
        await rig.Send(source, alarm, SnsTopic.Type);
        await rig.Send(source, alarm, SnsTopic.Type); // SNS delivers at least once.
        var incident = MailRig.Text(Assert.Single(await rig.IncidentsOf(key)), "id")!;
        Assert.Equal(["incident.reported"], await rig.Timeline(incident));
        await rig.Send(source, topic.Alarm("m-2", key, "OK", rig.Now), SnsTopic.Type);
        Assert.Equal(["incident.reported", "incident.resolved"], await rig.Timeline(incident));
        // The certificate once, however many messages.
        Assert.Equal([SnsTopic.CertificateUrl, url], rig.Outside.Asked);

        await Refuses(source, topic);
    }

    /// <summary>Nothing of these is kept, and nobody is called.</summary>
    private async Task Refuses(string source, SnsTopic topic)
    {
        var (alarm, asked) = (topic.Alarm("m-3", "k", "ALARM", rig.Now), rig.Outside.Asked.Count);
        (await rig.Post(source, alarm.Replace("ALARM", "OK", StringComparison.Ordinal), SnsTopic.Type))
            .Refused(HttpStatusCode.Unauthorized, "bad_signature");
        (await rig.Post(source, topic.Alarm("m-4", "k", "ALARM", rig.Now.AddHours(-2)), SnsTopic.Type))
            .Refused(HttpStatusCode.Unauthorized, "stale");
        var other = await rig.Open("sns", alerts: new { topics = new[] { SnsTopic.Arn + "-other" } });
        (await rig.Post(other, alarm, SnsTopic.Type)).Refused(HttpStatusCode.Forbidden, "forbidden");
        var elsewhere = topic.Confirmation("https://sns.eu-west-1.amazonaws.com.evil.example/confirm", rig.Now);
        Assert.Equal("quarantined", MailRig.Text(await rig.Send(source, elsewhere, SnsTopic.Type), "state"));
        Assert.Equal(asked, rig.Outside.Asked.Count);
    }
}
