using CsCheck;
using ItsmServerless.Local.Durable.History;
using ItsmServerless.Local.Durable.Replay;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ItsmServerless.Tests.Unit.Durable;

public sealed class ReplayTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void FirstTurn_TakesTheFirstSteps()
    {
        var outcome = Play(context => context.CallActivityAsync<string>("A"), past: [], received: []);

        var step = Assert.IsType<ActivityScheduled>(Assert.Single(outcome.Steps));
        Assert.Equal((0, "A"), (step.Id, step.Name));
        Assert.Null(outcome.End);
    }

    // However the answers are spread over turns, and each turn replays all before it, the outcome is that of one turn.
    [Fact]
    public void Outcome_DoesNotDependOnHowAnswersAreSpreadOverTurns() =>
        Gen.Select(Gen.Int[0, 12], Gen.Int[0, 1_000_000], Gen.Bool.Array[12]).Sample((count, seed, cuts) =>
        {
            var order = Enumerable.Range(0, count).ToArray();
            new Random(seed).Shuffle(order);
            var answers = order.Select(id => (HistoryEvent)new TaskCompleted(id, $"{id}")).ToArray();

            var atOnce = Run(Collect(count), [answers]);
            var spread = Run(Collect(count), Cut(answers, cuts));

            Assert.Equal($"\"{string.Join(',', order)}\"", atOnce);
            Assert.Equal(atOnce, spread);
        });

    [Theory]
    [InlineData("A", "B", "Step #0 of the history is activity 'A', but the replay took activity 'B'")]
    [InlineData("A", null, "Step #0 of the history is activity 'A', but the replay did not take it")]
    [InlineData(null, "B", "The replay took step #0, activity 'B', where the history has none")]
    public void Replay_OfAnotherPath_FailsNamingTheStep(string? recorded, string? taken, string message)
    {
        HistoryEvent[] steps = recorded is null ? [] : [new ActivityScheduled(0, recorded, "", null)];
        var outcome = Play(
            async context =>
            {
                var calls = taken is null ? Task.CompletedTask : context.CallActivityAsync(taken);
                await context.WaitForExternalEvent<string>("Go");
                await calls;
                return "";
            },
            past: [new(Start, Ran: true, steps)],
            received: [new EventRaised("Go", null)]);

        var failure = Assert.IsType<RunEnd.Threw>(outcome.End).Failure;
        Assert.StartsWith(message, failure.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(typeof(NonDeterminismException).FullName, failure.ErrorType);
    }

    [Fact]
    public void Replay_ThatEndsBeforeItsHistory_Fails()
    {
        var outcome = Play(
            _ => Task.FromResult<object?>("over"),
            past: [new(Start, Ran: true, []), new(Start, Ran: true, [new EventRaised("Go", null)])],
            received: []);

        Assert.Contains("the history goes on", Assert.IsType<RunEnd.Threw>(outcome.End).Failure.ErrorMessage);
    }

    [Fact]
    public void Departure_ThatTheOrchestratorCatches_FailsItAllTheSame()
    {
        var outcome = Play(
            async context =>
            {
                try
                {
                    return await context.CallActivityAsync<string>("B");
                }
                catch (NonDeterminismException)
                {
                    return "caught";
                }
            },
            past: [new(Start, Ran: true, [new ActivityScheduled(0, "A", "", null)])],
            received: []);

        Assert.IsType<RunEnd.Threw>(outcome.End);
    }

    [Fact]
    public void TurnsWithoutCode_AreNotReplayed()
    {
        var outcome = Play(
            context => context.CallActivityAsync<string>("A"),
            past: [new(Start, Ran: false, [new Suspended(null)]), new(Start, Ran: false, [new Resumed(null)])],
            received: []);

        Assert.Single(outcome.Steps);
    }

    [Fact]
    public void ContextOffItsThread_IsRefused()
    {
        TaskOrchestrationContext? escaped = null;
        Play(
            context =>
            {
                escaped = context;
                return context.CallActivityAsync<string>("A");
            },
            past: [],
            received: []);

        Assert.Throws<InvalidOperationException>(() => { escaped!.NewGuid(); });
    }

    private static Func<TaskOrchestrationContext, Task<object?>> Collect(int count) => async context =>
    {
        var order = new List<int>();
        await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
            order.Add(await context.CallActivityAsync<int>("Echo"))));
        return string.Join(',', order);
    };

    private static IEnumerable<HistoryEvent[]> Cut(HistoryEvent[] answers, bool[] cuts)
    {
        var turn = new List<HistoryEvent>();
        foreach (var (answer, isLast) in answers.Zip(cuts))
        {
            turn.Add(answer);
            if (!isLast)
                continue;
            yield return [.. turn];
            turn.Clear();
        }

        if (turn.Count > 0 || answers.Length == 0)
            yield return [.. turn];
    }

    private static string? Run(
        Func<TaskOrchestrationContext, Task<object?>> orchestrator, IEnumerable<HistoryEvent[]> turns)
    {
        var past = new List<Turn>();
        var outcome = Play(orchestrator, past, []);
        past.Add(new(Start, Ran: true, [.. outcome.Steps]));
        foreach (var received in turns.TakeWhile(_ => outcome.End is null))
        {
            outcome = Play(orchestrator, past, received);
            past.Add(new(Start, Ran: true, [.. received, .. outcome.Steps]));
        }

        return Assert.IsType<RunEnd.Returned>(outcome.End).Output;
    }

    private static RunOutcome Play(
        Func<TaskOrchestrationContext, Task<object?>> orchestrator,
        IReadOnlyList<Turn> past,
        IReadOnlyList<HistoryEvent> received)
    {
        var facts = new RunFacts(
            "Test", "id", "", null, null, JsonDataConverter.Default, NullLoggerFactory.Instance);
        return OrchestratorRun.Play(facts, orchestrator, past, new(Start, Ran: true, received), () => { });
    }

    private static RunOutcome Play(
        Func<TaskOrchestrationContext, Task<string>> orchestrator,
        IReadOnlyList<Turn> past,
        IReadOnlyList<HistoryEvent> received) =>
        Play(async Task<object?> (context) => await orchestrator(context), past, received);
}
