using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Hosting;

public sealed class DeskOrchestrationTests(DeskRig desk) : IClassFixture<DeskRig>
{
    private DurableTaskClient Client => desk.Host.Services.GetRequiredService<DurableTaskClient>();

    [Fact]
    public async Task Timeline_ShowsAttempts_Timers_Children_AndEvents()
    {
        await desk.MarchAsync("march");

        var page = await desk.PageAsync("/orchestrations/march");
        Assert.Contains("attempt 2", page);
        Assert.Contains("until ", page);
        Assert.Contains("tripped over &lt;i&gt;", page);
        Assert.Contains("&lt;b&gt;packing&lt;/b&gt;", page);
        Assert.Contains("href=\"/_local/orchestrations/march-float\"", page);
        Assert.Contains("href=\"/_local/orchestrations/march\"", await desk.PageAsync("/orchestrations/march-float"));

        await desk.Host.AdvanceAsync(TimeSpan.FromHours(1));
        page = await desk.SubmitAsync(
            "/orchestrations/march", ("do", "raise"), ("name", "Go"), ("payload", "\"now <b>\""));
        Assert.Contains("Event Go was raised.", page);
        Assert.Contains("<span class=\"badge good\">Completed</span>", page);
        Assert.Contains("now &lt;b&gt;", page);
        Assert.DoesNotContain("<b>packing", page);
    }

    [Fact]
    public async Task List_IsFilteredByStatusNameAndId_AndComesInPages()
    {
        for (var number = 0; number < 51; number++)
            await StartAsync("Float", $"list-{number:D2}");
        await desk.Host.AdvanceAsync(TimeSpan.FromSeconds(1));
        await StartAsync("Shout", "list-other");

        var page = await desk.PageAsync("/orchestrations?id=list-");
        Assert.Contains("1–50 of 52", page);
        Assert.Contains("list-other", page);
        Assert.Contains("Page 1 of 2", page);
        Assert.Contains("51–52 of 52", await desk.PageAsync("/orchestrations?id=list-&page=2"));
        Assert.DoesNotContain("list-other", await desk.PageAsync("/orchestrations?id=list-&name=flo"));
        Assert.Contains("1–1 of 1", await desk.PageAsync("/orchestrations?id=list-other&status=Running"));
        Assert.Contains("No orchestration matches", await desk.PageAsync("/orchestrations?id=list-&status=Failed"));
    }

    [Fact]
    public async Task Payload_ThatIsNoJson_IsSaid_AndNothingIsRaised()
    {
        await StartAsync("Float", "typo");
        var page = await desk.SubmitAsync("/orchestrations/typo", ("do", "raise"), ("name", "Go"), ("payload", "{ go"));
        Assert.Contains("is not JSON", page);
        Assert.DoesNotContain("event &#x27;Go&#x27;", page);
        Assert.DoesNotContain("is not JSON", await desk.PageAsync("/orchestrations/typo"));
    }

    [Fact]
    public async Task Orchestration_IsSuspended_Resumed_Terminated_AndPurged()
    {
        await StartAsync("Float", "puppet");
        Assert.Contains(">Suspended</span>", await DoAsync("suspend", ("reason", "lunch")));
        Assert.Contains(">Running</span>", await DoAsync("resume"));
        var page = await DoAsync("terminate", ("reason", "rain"));
        Assert.Contains(">Terminated</span>", page);
        Assert.Contains("&quot;rain&quot;", page);
        Assert.Contains("are gone.", await DoAsync("purge"));
        Assert.Null(await Client.GetInstanceAsync("puppet"));

        Task<string> DoAsync(string what, params (string Name, string Value)[] more) =>
            desk.SubmitAsync("/orchestrations/puppet", [("do", what), .. more]);
    }

    [Fact]
    public async Task Orchestration_ThatIsOver_IsRestarted_UnderItsIdOrANewOne()
    {
        await StartAsync("Float", "again");
        await desk.SubmitAsync("/orchestrations/again", ("do", "terminate"));

        var page = await desk.SubmitAsync("/orchestrations/again", ("do", "restart"), ("newId", "1"));
        Assert.Contains("Restarted.", page);
        Assert.Contains(">Running</span>", page);
        Assert.DoesNotContain(">again</span>", page);
        Assert.Contains(">Terminated</span>", await desk.PageAsync("/orchestrations/again"));
        page = await desk.SubmitAsync("/orchestrations/again", ("do", "restart"));
        Assert.Contains(">again</span>", page);
        Assert.Contains(">Running</span>", page);
    }

    [Fact]
    public async Task Runs_OfOneThatContinuesAsNew_AreCounted()
    {
        await StartAsync("Carousel", "round");
        Assert.Contains("it continued as new 2 times", await desk.PageAsync("/orchestrations/round"));
    }

    [Fact]
    public async Task Purge_OfWhatIsNotOver_IsRefused()
    {
        await StartAsync("Float", "alive");
        Assert.Contains("Not purged", await desk.SubmitAsync("/orchestrations/alive", ("do", "purge")));
        Assert.NotNull(await Client.GetInstanceAsync("alive"));
    }

    [Theory]
    [InlineData("shop/<script>alert(1)</script>")]
    [InlineData("100% \"sure\" & more?")]
    public async Task Id_MayBeAnything_AndIsText(string id)
    {
        await StartAsync("Float", id);
        var list = await desk.PageAsync($"/orchestrations?id={Uri.EscapeDataString(id)}");
        Assert.DoesNotContain("<script>alert", list);
        var link = list.Split("<td")[1].Split("href=\"/_local")[1].Split('"')[0];
        var page = await desk.PageAsync(WebUtility.HtmlDecode(link));
        Assert.DoesNotContain("<script>alert", page);
        Assert.Contains("<h1>Float</h1>", page);
    }

    [Fact]
    public async Task Orchestration_ThatThereIsNot_IsAPageThatSaysSo() =>
        Assert.Contains("There is no orch", await desk.PageAsync("/orchestrations/no", HttpStatusCode.NotFound));

    [Fact]
    public async Task Orchestration_IsJson_ForAProgram()
    {
        await StartAsync("Float", "machine");
        var found = await desk.Program.GetFromJsonAsync<JsonElement>("/_local/orchestrations/machine");
        Assert.Equal("Float", found.GetProperty("summary").GetProperty("name").GetString());
    }

    private async Task StartAsync(string name, string id)
    {
        await Client.ScheduleNewOrchestrationInstanceAsync(name, "roses", new StartOrchestrationOptions(id));
        await desk.Host.WhenQuiet();
    }
}
