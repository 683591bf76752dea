using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>What functions and middleware read of an invocation, through the running host.</summary>
public sealed class FunctionContextTests(StorageFixture storage) : IAsyncLifetime
{
    private HostedApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await HostedApp.StartAsync(storage, new(typeof(ContextApp))
    {
        Configure = worker =>
        {
            worker.Services.AddSingleton<ContextApp.Seen>().AddScoped<ContextApp.Visit>();
            worker.UseMiddleware<Outer>().UseMiddleware<Inner>();
        },
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Function_IsGivenItsInvocation_AndWhatMiddlewareAdded() =>
        Assert.Equal(
            """{"name":"anna","client":true,"sameToken":true,"sameRequest":true,"sameServices":true,"""
            + "\"item\":\"outer\",\"feature\":true}",
            await _app.Client.GetStringAsync("/look/anna"));

    [Fact]
    public async Task EveryInvocation_HasAnIdOfItsOwn_AndServicesThatEndWithIt()
    {
        await _app.Client.GetStringAsync("/look/anna");
        await _app.Client.GetStringAsync("/look/bert");
        var (first, second) = (Seen.Contexts[0], Seen.Contexts[1]);
        Assert.NotEqual(Guid.Parse(first.InvocationId), Guid.Parse(second.InvocationId));
        Assert.Equal(first.FunctionId, second.FunctionId);
        Assert.Equal((0, 0), (first.RetryContext.RetryCount, first.RetryContext.MaxRetryCount));
        Assert.NotSame(Seen.Visits[0], Seen.Visits[1]);
        Assert.All(Seen.Visits, visit => Assert.True(visit.IsOver));
    }

    [Fact]
    public async Task BindingData_IsRouteAndQuery_AndHeadersAndQueryAsJson()
    {
        _app.Client.DefaultRequestHeaders.Add("X-Colour", "green");
        await _app.Client.GetStringAsync("/look/anna/7?page=2&name=other&code=secret&page=3");
        var data = Seen.Contexts[0].BindingContext.BindingData;
        Assert.Equal(("anna", "7", "2"), (data["name"], data["number"], data["PAGE"]));
        Assert.Equal("""{"page":"2","name":"other"}""", data["Query"]);
        Assert.Equal(
            "green", JsonDocument.Parse((string)data["Headers"]!).RootElement.GetProperty("X-Colour").GetString());
        Assert.DoesNotContain("code", data.Keys);
    }

    [Fact]
    public async Task TraceContext_IsTheCallersTrace()
    {
        _app.Client.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        await _app.Client.GetStringAsync("/look/anna");
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", Seen.Contexts[0].TraceContext.TraceParent);
    }

    [Fact]
    public async Task Definition_SaysWhatTheFunctionIs()
    {
        await _app.Client.GetStringAsync("/look/anna");
        var definition = Seen.Contexts[0].FunctionDefinition;
        Assert.Equal("Look", definition.Name);
        Assert.Equal("ItsmServerless.Tests.Scenarios.Hosting.ContextApp.Look", definition.EntryPoint);
        Assert.EndsWith("ItsmServerless.Tests.Scenarios.dll", definition.PathToAssembly);
        Assert.Equal(
            ["request", "name", "context", "client", "cancel"],
            definition.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(
            ["client durableClient In", "request httpTrigger In"],
            definition.InputBindings.Values.Select(Text).Order(StringComparer.Ordinal));
        Assert.Equal(["$return http Out"], definition.OutputBindings.Values.Select(Text));
    }

    [Fact]
    public async Task Middleware_RunsAsRegistered_SeesFailures_AndMayAnswerInstead()
    {
        await _app.Client.GetStringAsync("/look/anna");
        Assert.Equal(["outer in", "inner in", "inner out", "outer out"], Seen.Steps);
        Seen.Steps.Clear();
        using var refused = await _app.Client.GetAsync("/look/nobody");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var failed = await _app.Client.GetAsync("/look/crash");
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        Assert.Equal(
            ["outer in", "inner in", "outer out", "outer in", "inner in", "outer saw InvalidDataException"],
            Seen.Steps);
        Assert.Single(Seen.Contexts);
    }

    private ContextApp.Seen Seen => _app.Host.Services.GetRequiredService<ContextApp.Seen>();

    private static string Text(BindingMetadata binding) => $"{binding.Name} {binding.Type} {binding.Direction}";

    private sealed class Outer(ContextApp.Seen seen) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            seen.Steps.Add("outer in");
            context.Items["from middleware"] = "outer";
            try
            {
                await next(context);
                seen.Steps.Add("outer out");
            }
            catch (Exception failure)
            {
                seen.Steps.Add($"outer saw {failure.GetType().Name}");
                throw;
            }
        }
    }

    private sealed class Inner(ContextApp.Seen seen) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            seen.Steps.Add("inner in");
            context.Features.Set(seen);
            switch (context.BindingContext.BindingData["name"])
            {
                case "nobody":
                    context.GetHttpContext()!.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return;
                case "crash":
                    throw new InvalidDataException("crash");
            }
            await next(context);
            seen.Steps.Add("inner out");
        }
    }
}
