using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ItsmServerless.Local;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>Each kind of trigger, hosted: over HTTP, by message, by orchestration, by the clock.</summary>
public sealed class LocalHostTests(StorageFixture storage) : IAsyncLifetime
{
    private readonly StorageScope _scope = storage.Scope();
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("itsm-host-");
    private LocalHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _scope.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Http_BindsRouteBodyAndRequest()
    {
        using var answer = await Client.PostAsync("/echo/anna/7", new StringContent("hello"));
        var echo = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("""{"name":"anna","number":7,"body":"hello","sameRequest":true}""", echo.GetRawText());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("POST", "/echo/anna", HttpStatusCode.OK)]
    [InlineData("POST", "/ECHO/anna", HttpStatusCode.OK)]
    [InlineData("POST", "/echo/4nna", HttpStatusCode.NotFound)]
    [InlineData("POST", "/echo/anna/seven", HttpStatusCode.NotFound)]
    [InlineData("GET", "/echo/anna", HttpStatusCode.NotFound)]
    [InlineData("OPTIONS", "/", HttpStatusCode.NotFound)]
    public async Task Http_RoutesByTemplateConstraintAndMethod_ElseToTheCatchAll(
        string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await Client.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
        if (expected == HttpStatusCode.NotFound)
            Assert.Equal($"{method} {path[1..]}", await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The limit of Functions: 104,857,600 bytes.</summary>
    [Theory]
    [InlineData(104_857_600, "HTTP/1.1 100 Continue")]
    [InlineData(104_857_601, "HTTP/1.1 413 Payload Too Large")]
    public async Task Http_TakesBodiesUpToTheLimit(int length, string expected)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, new Uri(_host.Url).Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"PUT /length HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\nExpect: 100-continue\r\n\r\n"));
        using var reader = new StreamReader(stream);
        Assert.Equal(expected, await reader.ReadLineAsync());
    }

    [Fact]
    public async Task Message_StartsItsFunction_AndThatAnOrchestration_WhichWaitsForTheClock()
    {
        using var sent = await Client.PostAsync("/send/hello", content: null);
        await _host.WhenQuiet();
        Assert.Equal(["received hello 1"], Diary);
        Assert.Equal("Running", StatusOf(await OrchestrationAsync("shout-hello")));

        await _host.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Contains("shout-hello shouts HELLO", Diary);
        var shout = await OrchestrationAsync("shout-hello");
        Assert.Equal("Completed", StatusOf(shout));
        Assert.Equal("\"HELLO\"", shout.GetProperty("output").GetString());
        Assert.NotEmpty(shout.GetProperty("history").EnumerateArray());
    }

    [Fact]
    public async Task Message_ThatFailsTenTimes_IsADeadLetter_AndCanBeReplayed()
    {
        using var sent = await Client.PostAsync("/send/bad", content: null);
        await _host.WhenQuiet();
        Assert.Equal(Enumerable.Range(1, 10).Select(delivery => $"received bad {delivery}"), Diary);
        var dead = Assert.Single(await ItemsAsync("bus/dead-letters"));
        Assert.Equal("bad", dead.GetProperty("body").GetString());

        using var replayed = await Client.PostAsJsonAsync("/_local/bus/dead-letters/replay", new { });
        await _host.WhenQuiet();
        Assert.Equal("""{"replayed":1}""", await replayed.Content.ReadAsStringAsync());
        Assert.Equal(20, Diary.Count);
    }

    [Fact]
    public async Task Message_ThatItsFunctionPutsAside_IsADeadLetterWithItsReason()
    {
        using var sent = await Client.PostAsync("/send/dead", content: null);
        await _host.WhenQuiet();
        Assert.Equal(["received dead 1"], Diary);
        var dead = Assert.Single(await ItemsAsync("bus/dead-letters"));
        Assert.Equal("Unreadable", dead.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Timer_RunsOnceAJump_AndMakesGoodOnceWhatItMissed()
    {
        await _host.AdvanceAsync(TimeSpan.FromMinutes(50));
        Assert.Equal(["""{"tick":false}"""], Diary);

        await _host.DisposeAsync();
        await File.WriteAllTextAsync(
            Path.Combine(_data.FullName, "clock.txt"), _host.Clock!.GetUtcNow().AddHours(3).ToString("O"));
        _host = await StartAsync();
        await _host.WhenQuiet();

        Assert.Equal(["""{"tick":true}"""], Diary);
    }

    [Fact]
    public async Task Kill_LosesNothing_AndTheNextHostGoesOn()
    {
        using var sent = await Client.PostAsync("/send/hello", content: null);
        await _host.WhenQuiet();
        await _host.KillAsync();
        _host = await StartAsync();

        await _host.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Contains("shout-hello shouts HELLO", Diary);
    }

    private HttpClient Client => new() { BaseAddress = new Uri(_host.Url) };

    private IReadOnlyCollection<string> Diary => _host.Services.GetRequiredService<SampleApp.Diary>().Entries;

    private Task<LocalHost> StartAsync() => SampleApp.StartAsync(_scope, _data.FullName, manualClock: true);

    private Task<JsonElement> OrchestrationAsync(string id) =>
        Client.GetFromJsonAsync<JsonElement>($"/_local/orchestrations/{id}");

    private static string? StatusOf(JsonElement orchestration) =>
        orchestration.GetProperty("summary").GetProperty("status").GetString();

    private async Task<IEnumerable<JsonElement>> ItemsAsync(string path) =>
        (await Client.GetFromJsonAsync<JsonElement>($"/_local/{path}")).GetProperty("items").EnumerateArray();
}
