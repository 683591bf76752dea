using System.Net;
using ItsmServerless.Local.Http;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Level = Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>Constraints and keys, as a caller meets them.</summary>
public sealed class HttpTriggerTests(StorageFixture storage)
{
    [Fact]
    public async Task Constraint_DecidesWhatIsARoute()
    {
        string[] fitting =
        [
            "int/-7", "long/9000000000", "guid/6F9619FF8B86D011B42D00CF4FC964FF", "bool/true", "datetime/2026-11-24",
            "decimal/1.5", "double/2.5", "float/0.5", "alpha/aZ", "length/abcd", "minlength/abc", "maxlength/abc",
            "min/5", "max/5", "range/3", "regex/123", "required/x",
        ];
        string[] other =
        [
            "int/9000000000", "long/1.5", "guid/1", "bool/yes", "datetime/yesterday", "decimal/x", "double/x",
            "float/x", "alpha/a1", "length/abcde", "minlength/ab", "maxlength/abcd", "min/4", "max/6", "range/4",
            "regex/1234", "required/",
        ];
        await using var app = await HostedApp.StartAsync(storage, new(typeof(ConstraintApp)));
        foreach (var path in fitting)
            Assert.Equal((path, HttpStatusCode.OK), (path, await StatusAsync(app, $"/{path}")));
        foreach (var path in other)
            Assert.Equal((path, HttpStatusCode.NotFound), (path, await StatusAsync(app, $"/{path}")));
    }

    [Fact]
    public async Task Key_IsAskedForByLevel_AndIsTheSameAfterARestart()
    {
        await using var app = await HostedApp.StartAsync(storage, new(typeof(KeyedApp)));
        var keys = app.Host.Services.GetRequiredService<HostKeys>();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "/open"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, "/keyed"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, "/keyed?code=wrong"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, $"/master?code={keys.Host}"));
        await app.StartAgainAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, $"/keyed?code={keys.Of("Keyed")}"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, $"/master?code={keys.Master}"));
        app.Client.DefaultRequestHeaders.Add("x-functions-key", keys.Host);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "/keyed"));
    }

    private static async Task<HttpStatusCode> StatusAsync(HostedApp app, string path)
    {
        using var answer = await app.Client.GetAsync(path);
        return answer.StatusCode;
    }

    public static class KeyedApp
    {
        [Function("Open")]
        public static IResult Open([HttpTrigger(Level.Anonymous)] HttpRequest request) => Results.Ok();

        [Function("Keyed")]
        public static IResult Keyed([HttpTrigger] HttpRequest request) => Results.Ok();

        [Function("Master")]
        public static IResult Master([HttpTrigger(Level.Admin)] HttpRequest request) => Results.Ok();
    }
}
