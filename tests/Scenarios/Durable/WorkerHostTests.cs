using ItsmServerless.Local.Durable.Worker;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

public sealed class WorkerHostTests(StorageFixture storage)
{
    private const string WorkerCategory = "Microsoft.DurableTask.Worker";

    [Fact]
    public async Task Functions_OfARegistry_RunInAHost()
    {
        await using var scope = storage.Scope();
        await using var host = await WorkerHost.StartAsync(scope, worker => worker.AddTasks(tasks => tasks
            .AddActivityFunc<string, string>("Greet", (_, name) => $"Hello {name}")
            .AddOrchestratorFunc<string, string>(
                "Welcome", (context, name) => context.CallActivityAsync<string>("Greet", name))));

        var ended = await host.RunAsync("Welcome", "Ada");

        Assert.Equal("Hello Ada", ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Orchestration_OfAHostThatStopped_GoesOnInTheNext()
    {
        await using var scope = storage.Scope();
        static void Configure(IDurableTaskWorkerBuilder worker) => worker.AddTasks(tasks => tasks
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("Go")));
        await using (var first = await WorkerHost.StartAsync(scope, Configure))
        {
            await first.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("one"));
            await first.Client.WaitForInstanceStartAsync("one", CancellationToken.None);
        }

        await using var second = await WorkerHost.StartAsync(scope, Configure);
        await second.Client.RaiseEventAsync("one", "Go", "went");

        Assert.Equal("went", (await second.EndAsync("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Log_HasEachEventOnce_HoweverOftenItIsReplayed()
    {
        var log = new LogBook();
        await using var scope = storage.Scope();
        await using var host = await WorkerHost.StartAsync(scope, log: log, configureWorker: worker => worker
            .AddTasks(tasks => tasks
                .AddActivityFunc<int, int>("Add", (_, number) => number + 1)
                .AddOrchestratorFunc("Twice", async context => await context.CallActivityAsync<int>(
                    "Add", await context.CallActivityAsync<int>("Add", 0)))));

        var ended = await host.RunAsync("Twice");

        var lines = log.Of(WorkerCategory).Where(line => (string?)line.Fields["InstanceId"] == ended.InstanceId);
        Assert.Equal(
            [
                "OrchestrationStarted Twice",
                "ActivityStarted Add",
                "ActivityCompleted Add",
                "ActivityStarted Add",
                "ActivityCompleted Add",
                "OrchestrationCompleted Twice",
            ],
            lines.Select(line => $"{line.Event} {line.Fields["Name"]}"));
    }

    [Fact]
    public async Task Log_OfAFailure_HasTheExceptions()
    {
        var log = new LogBook();
        await using var scope = storage.Scope();
        await using var host = await WorkerHost.StartAsync(scope, log: log, configureWorker: worker => worker
            .AddTasks(tasks => tasks
                .AddActivityFunc("Fail", (Action<TaskActivityContext>)(_ => throw new FormatException("bad")))
                .AddOrchestratorFunc("Let", context => context.CallActivityAsync("Fail"))));

        await host.RunAsync("Let");

        var failed = log.Of(WorkerCategory).Where(line => line.Exception is not null);
        Assert.Equal(
            ["ActivityFailed FormatException", "OrchestrationFailed TaskFailedException"],
            failed.Select(line => $"{line.Event} {line.Exception!.GetType().Name}"));
    }

    [Fact]
    public async Task LongTimer_IsCutAtTheMaximumOfTheWorker_AndEachPartIsLogged()
    {
        var log = new LogBook();
        await using var scope = storage.Scope();
        await using var host = await WorkerHost.StartAsync(scope, log: log, configureWorker: worker => worker
            .Configure(options => options.MaximumTimerInterval = TimeSpan.FromMilliseconds(300))
            .AddTasks(tasks => tasks.AddOrchestratorFunc(
                "Sleep", context => context.CreateTimer(TimeSpan.FromMilliseconds(500), CancellationToken.None))));

        var ended = await host.RunAsync("Sleep");

        Assert.True(ended.LastUpdatedAt - ended.CreatedAt >= TimeSpan.FromMilliseconds(500));
        var timers = log.Of("Microsoft.DurableTask")
            .Where(line => line.Text.Contains("CreateTimer", StringComparison.Ordinal));
        Assert.Equal(2, timers.Count());
        Assert.All(timers, line => Assert.Equal("Microsoft.DurableTask", line.Category));
    }

    [Fact]
    public async Task Activity_IsMadeOfServices()
    {
        await using var scope = storage.Scope();
        await using var host = await WorkerHost.StartAsync(scope, worker =>
        {
            worker.Services.AddSingleton(new Greeting("Hello"));
            worker.AddTasks(tasks => tasks
                .AddActivity<Greeter>()
                .AddOrchestratorFunc("Call", context => context.CallActivityAsync<string>(nameof(Greeter), "Ada")));
        });

        Assert.Equal("Hello Ada", (await host.RunAsync("Call")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Wait_ThatIsCancelled_ThrowsOperationCanceled()
    {
        await using var scope = storage.Scope();
        await using var host = await WorkerHost.StartAsync(scope, worker => worker.AddTasks(tasks => tasks
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("Never"))));
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        var thrown = await Assert.ThrowsAsync<OperationCanceledException>(
            () => host.Client.WaitForInstanceCompletionAsync(id, patience.Token));

        Assert.Equal(patience.Token, thrown.CancellationToken);
    }

    [Fact]
    public async Task Entity_InTheRegistry_StopsTheStartByName()
    {
        await using var scope = storage.Scope();

        var refused = await Assert.ThrowsAsync<NotSupportedException>(() => WorkerHost.StartAsync(
            scope, worker => worker.AddTasks(tasks => tasks.AddEntity("Counter", _ => new Counter()))));

        Assert.Contains("'Counter'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Extensions.DurableTask", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondWorker_InOneHost_IsRefused()
    {
        await using var scope = storage.Scope();

        await Assert.ThrowsAsync<InvalidOperationException>(() => WorkerHost.StartAsync(scope, worker => worker
            .Services.AddDurableTaskWorker("other", other => other.UseLocalEngine(WorkerHost.OptionsOf(scope)))));
    }

    [Fact]
    public async Task Converter_OfTheWorker_IsUsedForEverything()
    {
        await using var scope = storage.Scope();
        await using var host = await WorkerHost.StartAsync(scope, worker =>
        {
            worker.Services.AddSingleton<DataConverter>(new ShoutingConverter());
            worker.AddTasks(tasks => tasks.AddOrchestratorFunc<string, string>("Echo", (_, text) => text));
        });

        Assert.Equal("\"HELLO\"", (await host.RunAsync("Echo", "hello")).SerializedOutput);
    }

    private sealed record Greeting(string Word);

    private sealed class Greeter(Greeting greeting) : TaskActivity<string, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, string input) =>
            Task.FromResult($"{greeting.Word} {input}");
    }

    private sealed class Counter : ITaskEntity
    {
        public ValueTask<object?> RunAsync(TaskEntityOperation operation) => throw new NotSupportedException();
    }

    private sealed class ShoutingConverter : DataConverter
    {
        private readonly Microsoft.DurableTask.Converters.JsonDataConverter _json = new();

        public override object? Deserialize(string? data, Type targetType) => _json.Deserialize(data, targetType);

        public override string? Serialize(object? value) => _json.Serialize(value)?.ToUpperInvariant();
    }
}
