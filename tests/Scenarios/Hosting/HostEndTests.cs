using System.Net;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>What becomes of work when the host is asked to end, or a function runs too long.</summary>
public sealed class HostEndTests(StorageFixture storage)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Stop_LetsWorkEnd_AndAnswersWhatIsNewThatItEnds()
    {
        await using var app = await StartAsync(grace: TimeSpan.FromMinutes(1));
        var gate = GateOf(app);
        var atWork = app.Client.GetStringAsync("/work");
        await gate.Reached;

        var ending = app.Host.DisposeAsync().AsTask();
        using var refused = await FirstRefusalAsync(app.Client);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter!.Delta);
        Assert.False(atWork.IsCompleted);

        gate.Open();
        Assert.Equal("done", await atWork);
        await ending.WaitAsync(Patience);
        Assert.Equal(["request ended"], gate.Notes);
    }

    [Fact]
    public async Task Stop_TellsWhatDoesNotEndInTime_ToBreakOff()
    {
        await using var app = await StartAsync(grace: TimeSpan.FromMilliseconds(100));
        var gate = GateOf(app);
        var atWork = app.Client.GetAsync("/work");
        await gate.Reached;
        await app.Host.DisposeAsync();
        using var answer = await atWork;
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(["request broke off"], gate.Notes);
    }

    [Fact]
    public async Task Message_WhoseFunctionBrokeOff_IsDeliveredAgainByTheNextHost()
    {
        await using var app = await StartAsync(grace: TimeSpan.FromMilliseconds(100));
        var gate = GateOf(app);
        using var sent = await app.Client.GetAsync("/send");
        await gate.Reached;
        await app.StartAgainAsync();
        Assert.Equal(["delivery 1 broke off"], gate.Notes);
        GateOf(app).Open();
        await app.Host.WhenQuiet();
        Assert.Equal(["delivery 2 ended"], GateOf(app).Notes);
    }

    [Fact]
    public async Task FunctionTimeout_BreaksOffWhatRunsLonger_AndItHasFailed()
    {
        await using var app = await StartAsync(
            TimeSpan.FromSeconds(5), """{ "functionTimeout": "00:00:00.1" }""");
        using var answer = await app.Client.GetAsync("/api/work");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(["request broke off"], GateOf(app).Notes);
    }

    private static async Task<HttpResponseMessage> FirstRefusalAsync(HttpClient client)
    {
        using var late = new CancellationTokenSource(Patience);
        while (true)
        {
            var answer = await client.GetAsync("/quick", late.Token);
            if (!answer.IsSuccessStatusCode)
                return answer;
            answer.Dispose();
        }
    }

    private Task<HostedApp> StartAsync(TimeSpan grace, string? hostFile = null) =>
        HostedApp.StartAsync(storage, new(typeof(EndingApp))
        {
            Grace = grace,
            HostFile = hostFile,
            Configure = worker => worker.Services.AddSingleton<EndingApp.Gate>(),
        });

    private static EndingApp.Gate GateOf(HostedApp app) => app.Host.Services.GetRequiredService<EndingApp.Gate>();
}
