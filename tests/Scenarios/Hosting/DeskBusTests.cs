using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Hosting;

public sealed class DeskBusTests(DeskRig desk) : IClassFixture<DeskRig>
{
    private const string Entity = "texts/Subscriptions/diary";

    [Fact]
    public async Task DeadLetter_IsShownWithItsReason_Replayed_AndDeleted()
    {
        await desk.SendAsync("dead");
        Assert.Contains("<b>Unreadable</b>", await desk.PageAsync("/bus"));
        var sequence = await LastDeadAsync();

        var page = await desk.SubmitAsync("/bus/dead-letters/replay", ("entity", Entity), ("sequence", sequence));
        Assert.Contains("Delivered again: 1 message.", page);
        Assert.Equal(2, Diary.Count(entry => entry == "received dead 1"));
        page = await desk.SubmitAsync("/bus/dead-letters/delete", ("entity", Entity), ("sequence", sequence));
        Assert.Contains($"Message {sequence} is deleted.", page);
        Assert.Contains("No message is dead", page);
        Assert.Contains(
            "There is no such dead letter any more.",
            await desk.SubmitAsync("/bus/dead-letters/delete", ("entity", Entity), ("sequence", sequence)));
    }

    [Fact]
    public async Task Message_IsShownWithItsBodyAndProperties_AsText()
    {
        await using var sender = desk.Host.Services.GetRequiredService<ServiceBusClient>().CreateSender("texts");
        var number = await sender.ScheduleMessageAsync(
            new ServiceBusMessage("""{"text":"<script>alert(1)</script>"}""")
            {
                Subject = "<b>later</b>",
                MessageId = "later",
                ApplicationProperties = { ["answer<"] = 42L },
            },
            desk.Host.Clock!.GetUtcNow().AddDays(400));

        var list = await desk.PageAsync($"/bus/messages?entity={Entity}&state=scheduled");
        Assert.Contains("&lt;b&gt;later", list);
        var page = await desk.PageAsync($"/bus/message?entity={Entity}&sequence={number}");
        Assert.Contains("answer&lt;", page);
        Assert.Contains("Int64", page);
        Assert.Contains("&lt;script&gt;", page);
        Assert.DoesNotContain("<script>alert", list + page);
        Assert.Contains("Scheduled message", await desk.PageAsync("/clock"));
    }

    [Theory]
    [InlineData("/bus/messages?entity=nowhere")]
    [InlineData("/bus/message?entity=nowhere&sequence=1")]
    [InlineData("/bus/message?entity=texts/Subscriptions/diary&sequence=999999")]
    [InlineData("/bus/message?entity=texts/Subscriptions/diary&sequence=x")]
    public async Task Message_ThatThereIsNot_IsAPageThatSaysSo(string path) =>
        Assert.Contains("Back to the list", await desk.PageAsync(path, HttpStatusCode.NotFound));

    private IReadOnlyCollection<string> Diary => desk.Host.Services.GetRequiredService<SampleApp.Diary>().Entries;

    private async Task<string> LastDeadAsync()
    {
        var dead = await desk.Program.GetFromJsonAsync<JsonElement>("/_local/bus/dead-letters");
        return dead.GetProperty("items").EnumerateArray().Last().GetProperty("sequence").GetRawText();
    }
}
