using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Xunit;
using Xunit.Sdk;

namespace ItsmServerless.Tests.Scenarios.Durable;

public sealed class FailureTests(StorageFixture storage)
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    public static TheoryData<Type> Causes { get; } =
        [typeof(InvalidOperationException), typeof(OwnException), typeof(XunitException)];

    [Theory]
    [MemberData(nameof(Causes))]
    public async Task Cause_IsFoundByItsTypeAndItsBases(Type type)
    {
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddActivityFunc("Fail", (Action<TaskActivityContext>)(_ => throw Make(type, "bad")))
            .AddOrchestratorFunc("Catch", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Fail");
                    return "nothing";
                }
                catch (TaskFailedException failed) when (failed.FailureDetails.IsCausedBy(type)
                    && failed.FailureDetails.IsCausedBy<Exception>()
                    && !failed.FailureDetails.IsCausedBy<FormatException>())
                {
                    return failed.FailureDetails.ErrorType;
                }
            }));

        Assert.Equal(type.FullName, (await rig.RunAsync("Catch")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Stack_OfAFailedOrchestration_IsItsOwn_AndThatOfTheActivityIsInside()
    {
        static async Task CallerAsync(TaskOrchestrationContext context) => await context.CallActivityAsync("Fail");
        static void Callee(TaskActivityContext context) => throw new FormatException("bad");
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddActivityFunc("Fail", Callee)
            .AddOrchestratorFunc("Call", CallerAsync));

        var failure = (await rig.RunAsync("Call")).FailureDetails!;

        Assert.Contains(nameof(CallerAsync), failure.StackTrace, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(Callee), failure.StackTrace, StringComparison.Ordinal);
        Assert.Contains(nameof(Callee), failure.InnerFailure!.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stack_OfAnOrchestratorThatThrows_BeginsWhereItThrew()
    {
        string? expected = null;
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddOrchestratorFunc("Throw", context =>
            {
                // On one line, so that both stacks name the same line.
                expected = Environment.StackTrace; throw new FormatException(context.InstanceId);
            }));

        var failure = (await rig.RunAsync("Throw")).FailureDetails!;

        var own = expected!.Split('\n').First(line => line.Contains(nameof(FailureTests), StringComparison.Ordinal));
        Assert.StartsWith(own.Trim(), failure.StackTrace!.Trim(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chain_ThroughASubOrchestration_NamesEachTaskAndEndsWithTheFirstCause(bool isKilled)
    {
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddActivityFunc("Throw", (Action<TaskActivityContext>)(_ =>
                throw new OwnException("first", new FormatException("second", new IOException("third")))))
            .AddOrchestratorFunc("Child", async context =>
            {
                await context.WaitForExternalEvent<object?>("Go");
                await context.CallActivityAsync("Throw");
            })
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync(
                "Child", new SubOrchestrationOptions(instanceId: "child"))));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        await rig.QuietAsync();

        await rig.KillIfAsync(isKilled);
        await rig.Client.RaiseEventAsync("child", "Go");
        var failure = (await rig.EndAsync(id)).FailureDetails;

        var chain = new List<TaskFailureDetails>();
        for (var at = failure; at is not null; at = at.InnerFailure)
            chain.Add(at);
        Assert.Equal(
            [
                typeof(TaskFailedException), typeof(TaskFailedException), typeof(OwnException),
                typeof(FormatException), typeof(IOException),
            ],
            chain.Select(one => Type.GetType(one.ErrorType) ?? typeof(TaskFailedException)));
        Assert.StartsWith("Task 'Child' (#0) failed", chain[0].ErrorMessage, StringComparison.Ordinal);
        Assert.StartsWith("Task 'Throw' (#0) failed", chain[1].ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(["first", "second", "third"], chain.Skip(2).Select(one => one.ErrorMessage));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Properties_OfAnException_ComeBackInTheirTypes(bool isKilled)
    {
        await using var rig = await EngineRig.OfRegistryAsync(
            storage,
            tasks => tasks
                .AddActivityFunc("Throw", (Action<TaskActivityContext>)(_ => throw new OwnException("bad")))
                .AddOrchestratorFunc("Call", async context =>
                {
                    try
                    {
                        await context.CallActivityAsync("Throw");
                    }
                    catch (TaskFailedException) when (context.IsReplaying)
                    {
                        throw;
                    }
                }),
            options => options with { ExceptionProperties = new OwnProperties() });
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Call");
        await rig.EndAsync(id);

        await rig.KillIfAsync(isKilled);
        var failure = (await rig.EndAsync(id)).FailureDetails!;

        Assert.Null(failure.Properties);
        var properties = failure.InnerFailure!.Properties!;
        Assert.Equal("text", properties["Text"]);
        Assert.Equal(7.0, properties["Number"]);
        Assert.Equal(true, properties["Truth"]);
        Assert.Equal(Noon, properties["Time"]);
        Assert.Null(properties["Nothing"]);
        Assert.Equal([1.0, "two", null], Assert.IsAssignableFrom<IList<object?>>(properties["List"]));
        Assert.Equal("in", Assert.IsAssignableFrom<IDictionary<string, object?>>(properties["Facts"])["inner"]);
    }

    [Fact]
    public async Task Properties_OfABrokenProvider_DoNotHideTheFailure()
    {
        await using var rig = await EngineRig.OfRegistryAsync(
            storage,
            tasks => tasks.AddOrchestratorFunc(
                "Fail", (Action<TaskOrchestrationContext>)(_ => throw new FormatException("bad"))),
            options => options with { ExceptionProperties = new BrokenProperties() });

        var failure = (await rig.RunAsync("Fail")).FailureDetails!;

        Assert.Equal("bad", failure.ErrorMessage);
        Assert.Null(failure.Properties);
    }

    [Fact]
    public async Task Entities_OfTheContext_AreRefusedNamingThePackage()
    {
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddOrchestratorFunc("Ask", context => context.Entities.ToString()));

        var failure = (await rig.RunAsync("Ask")).FailureDetails!;

        Assert.True(failure.IsCausedBy<NotSupportedException>());
        Assert.Contains("Functions.Worker.Extensions.DurableTask", failure.ErrorMessage, StringComparison.Ordinal);
    }

    private static Exception Make(Type type, string message) => (Exception)Activator.CreateInstance(type, message)!;

    private sealed class OwnException : Exception
    {
        public OwnException(string message)
            : base(message)
        {
        }

        public OwnException(string message, Exception cause)
            : base(message, cause)
        {
        }
    }

    private sealed class OwnProperties : IExceptionPropertiesProvider
    {
        public IDictionary<string, object?>? GetExceptionProperties(Exception exception) => exception is OwnException
            ? new Dictionary<string, object?>
            {
                ["Text"] = "text",
                ["Number"] = 7L,
                ["Truth"] = true,
                ["Time"] = Noon,
                ["Nothing"] = null,
                ["List"] = new object?[] { 1, "two", null },
                ["Facts"] = new Dictionary<string, object?> { ["inner"] = "in" },
            }
            : null;
    }

    private sealed class BrokenProperties : IExceptionPropertiesProvider
    {
        public IDictionary<string, object?>? GetExceptionProperties(Exception exception) =>
            throw new InvalidOperationException("broken");
    }
}
