using ItsmServerless.Local.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace ItsmServerless.Tests.Unit.Hosting;

public sealed class FunctionInvokerTests : IDisposable
{
    private readonly LocalWorkerBuilder _worker = new(new ServiceCollection().AddSingleton<Diary>().AddScoped<Visit>());
    private readonly Drain _drain = new();
    private ServiceProvider? _services;

    [Fact]
    public async Task Middleware_RunsInTheOrderOfRegistration_AroundTheFunction()
    {
        _worker.UseMiddleware<Outer>().UseMiddleware<Inner>();
        await InvokeAsync("Write");
        Assert.Equal(["outer in", "inner in", "write", "inner out", "outer out"], Entries);
    }

    [Fact]
    public async Task Middleware_ThatDoesNotCallNext_SkipsTheFunction()
    {
        _worker.UseMiddleware<Outer>().Use(_ => _ => Task.CompletedTask);
        var context = await InvokeAsync("Write");
        Assert.Equal(["outer in", "outer out"], Entries);
        Assert.Null(context.Result);
    }

    [Fact]
    public async Task Exception_ReachesMiddleware_AsItWasThrown()
    {
        Exception? seen = null;
        _worker.Use(next => async context =>
        {
            seen = await Record.ExceptionAsync(() => next(context));
        });
        await InvokeAsync("Fail");
        Assert.IsType<InvalidTimeZoneException>(seen);
    }

    [Fact]
    public async Task Exception_ThatNobodyCatches_ComesOut() =>
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => InvokeAsync("Fail"));

    [Fact]
    public async Task EveryInvocation_HasServicesOfItsOwn_DisposedWithItsInstance()
    {
        var first = (await InvokeAsync("Visit")).Result;
        var second = (await InvokeAsync("Visit")).Result;
        Assert.NotSame(first, second);
        Assert.True(((Visit)first!).IsOver);
        Assert.Equal(["goodbye", "goodbye"], Entries);
    }

    [Theory]
    [InlineData("Later", 42)]
    [InlineData("Soon", 43)]
    [InlineData("Nothing", null)]
    public async Task Result_IsWhatTheMethodReturns_HoweverItReturnsIt(string function, int? expected) =>
        Assert.Equal(expected, (await InvokeAsync(function)).Result);

    public void Dispose()
    {
        _services?.Dispose();
        _drain.Dispose();
    }

    private List<string> Entries => _services!.GetRequiredService<Diary>().Entries;

    private async Task<LocalFunctionContext> InvokeAsync(string name)
    {
        _services ??= _worker.Services.BuildServiceProvider(validateScopes: true);
        var function = FunctionCatalog.Of(typeof(Functions)).Functions.Single(one => one.Name == name);
        var data = new Dictionary<string, object?>(StringComparer.Ordinal);
        var context = new LocalFunctionContext(function, "input", data, CancellationToken.None);
        var end = new InvocationEnd(HostSettings.Parse("{}"), _drain, TimeProvider.System);
        await new FunctionInvoker(_worker, _services.GetRequiredService<IServiceScopeFactory>(), end)
            .InvokeAsync(context);
        return context;
    }

    public sealed class Diary
    {
        public List<string> Entries { get; } = [];
    }

    public sealed class Visit : IDisposable
    {
        public bool IsOver { get; private set; }

        public void Dispose() => IsOver = true;
    }

    public sealed class Functions(Diary diary, Visit visit) : IDisposable
    {
        private bool _saysGoodbye;

        [Function("Write")]
        public void Write([ActivityTrigger] string input) => diary.Entries.Add("write");

        [Function("Fail")]
        public Task Fail([ActivityTrigger] string input) => throw new InvalidTimeZoneException();

        [Function("Visit")]
        public Visit See([ActivityTrigger] string input)
        {
            _saysGoodbye = true;
            return visit;
        }

        [Function("Later")]
        public async Task<int> Later([ActivityTrigger] string input)
        {
            await Task.Yield();
            return 42;
        }

        [Function("Soon")]
        public ValueTask<int> Soon([ActivityTrigger] string input) => ValueTask.FromResult(43);

        [Function("Nothing")]
        public async Task Nothing([ActivityTrigger] string input) => await Task.Yield();

        public void Dispose()
        {
            if (_saysGoodbye)
                diary.Entries.Add("goodbye");
        }
    }

    public sealed class Outer(Diary diary) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            diary.Entries.Add("outer in");
            await next(context);
            diary.Entries.Add("outer out");
        }
    }

    public sealed class Inner(Diary diary) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            diary.Entries.Add("inner in");
            await next(context);
            diary.Entries.Add("inner out");
        }
    }
}
