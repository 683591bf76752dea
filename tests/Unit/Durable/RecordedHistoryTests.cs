using System.Reflection;
using ItsmServerless.Local.Durable.History;
using ItsmServerless.Local.Durable.Replay;
using ItsmServerless.Local.Durable.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ItsmServerless.Tests.Unit.Durable;

/// <summary>Histories that the engine recorded of every released orchestrator, through the code of today: it takes the same
/// steps, with the same inputs and times, and ends alike (docs/workflows.md). How to record: infra/local/Durable.</summary>
public sealed class RecordedHistoryTests
{
    private const string Folder = "tests/Unit/Durable/Recorded";

    public static TheoryData<string> Recorded =>
        [.. Repository.Files(Folder, "*.json").Select(file => file[(Folder.Length + 1)..])];

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Recorded_IsWhatTodaysCodeDoes(string file)
    {
        var run = RecordedRun.Read(Path.Combine(Repository.Root, Folder, file));
        for (var turn = 0; turn < run.Turns.Count; turn++)
        {
            var (recorded, outcome) = (run.Turns[turn], Play(run, turn));
            Assert.True(outcome.End is not RunEnd.Threw, (outcome.End as RunEnd.Threw)?.Failure.ErrorMessage);
            Assert.Equal(Text(recorded.Steps), Text(outcome.Steps));
            var isLast = turn == run.Turns.Count - 1;
            Assert.Equal(isLast ? run.End : RecordedEnd.Waits, RecordedRun.Of(outcome.End));
        }
    }

    [Fact]
    public void EveryOrchestrator_HasRecordedHistories()
    {
        var recorded = Recorded.Select(file => RecordedRun.Read(Path.Combine(Repository.Root, Folder, file.Data)).Name);
        Assert.Equal(Orchestrators().Select(NameOf).Order(), recorded.Distinct().Order());
    }

    /// <summary>The turn after those before it were replayed.</summary>
    private static RunOutcome Play(RecordedRun run, int turn)
    {
        var facts = new RunFacts(
            run.Name, run.InstanceId, run.Version, run.Input, null, JsonDataConverter.Default, NullLoggerFactory.Instance);
        var now = run.Turns[turn] with { Events = [.. run.Turns[turn].Received] };
        return OrchestratorRun.Play(facts, CodeOf(run.Name), [.. run.Turns.Take(turn)], now, () => { });
    }

    /// <summary>As it is stored, so with all that a step is.</summary>
    private static string Text(IEnumerable<HistoryEvent> steps) => StoredJson.Write(steps);

    private static Func<TaskOrchestrationContext, Task<object?>> CodeOf(string name)
    {
        var code = Orchestrators().Single(method => NameOf(method) == name).CreateDelegate<Func<TaskOrchestrationContext, Task>>();
        return async context =>
        {
            await code(context);
            return null;
        };
    }

    private static IEnumerable<MethodInfo> Orchestrators() =>
        from type in typeof(ItsmApp).Assembly.GetTypes()
        from method in type.GetMethods()
        where method.GetParameters().Any(parameter => parameter.IsDefined(typeof(OrchestrationTriggerAttribute)))
        select method;

    private static string NameOf(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>()!.Name;
}
