using System.Net;
using System.Net.Http.Headers;
using ItsmServerless.Local;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>A small app with its desk, asked as a browser asks and as a program asks.</summary>
/// <remarks>One for the tests of a class, with a clock that can be moved: each test uses names of its own.</remarks>
public sealed class DeskRig : IAsyncLifetime
{
    private readonly StorageScope _scope;
    private readonly bool _manualClock;
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("itsm-desk-");

    public DeskRig(StorageFixture storage)
        : this(storage, manualClock: true)
    {
    }

    internal DeskRig(StorageFixture storage, bool manualClock) =>
        (_scope, _manualClock) = (storage.Scope(), manualClock);

    /// <summary>Where the app stores.</summary>
    public StorageScope Storage => _scope;

    /// <summary>The running app.</summary>
    public LocalHost Host { get; private set; } = null!;

    /// <summary>A program: it says nothing about what it accepts.</summary>
    public HttpClient Program { get; } = new();

    /// <summary>A browser: it accepts pages, keeps cookies, says where its forms come from, and follows nothing by
    /// itself.</summary>
    public HttpClient Browser { get; } = new(new HttpClientHandler { AllowAutoRedirect = false });

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Host = await SampleApp.StartAsync(_scope, _data.FullName, _manualClock, typeof(Parade));
        Program.BaseAddress = Browser.BaseAddress = new Uri(Host.Url);
        Browser.DefaultRequestHeaders.Clear();
        Browser.DefaultRequestHeaders.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("text/html"));
        Browser.DefaultRequestHeaders.Add("Origin", Host.Url);
    }

    /// <summary>A page that there is.</summary>
    public async Task<string> PageAsync(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await Browser.GetAsync($"/_local{path}");
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Sends a form and follows where it leads.</summary>
    public async Task<string> SubmitAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(
            fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await Browser.PostAsync($"/_local{path}", form);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        await Host.WhenQuiet();
        return await PageAsync(answer.Headers.Location!.OriginalString["/_local".Length..]);
    }

    /// <summary>Sends a text to the app's topic and waits for what follows.</summary>
    public async Task SendAsync(string text)
    {
        using var sent = await Program.PostAsync($"/send/{text}", content: null);
        await Host.WhenQuiet();
    }

    /// <summary>Starts a <see cref="Parade"/> and moves the clock until its child waits.</summary>
    public async Task MarchAsync(string id)
    {
        var client = Host.Services.GetRequiredService<DurableTaskClient>();
        await client.ScheduleNewOrchestrationInstanceAsync("Parade", "roses", new StartOrchestrationOptions(id));
        await Host.WhenQuiet();
        await client.RaiseEventAsync(id, "Weather", new { sky = "clear" });
        await Host.AdvanceAsync(TimeSpan.FromMinutes(12));
    }

    /// <summary>Ends the app, changes something behind its back, and starts it again; before the first request, as
    /// the address changes.</summary>
    public async Task RestartAsync(Func<Task> changeAsync)
    {
        await Host.DisposeAsync();
        await changeAsync();
        await InitializeAsync();
        await Host.WhenQuiet();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _scope.DisposeAsync();
        Program.Dispose();
        Browser.Dispose();
        _data.Delete(recursive: true);
    }
}
