using ItsmServerless.Local.Desk.Orchestrations;
using ItsmServerless.Local.Durable.History;
using Microsoft.DurableTask;
using Xunit;

namespace ItsmServerless.Tests.Unit.Desk;

public sealed class StoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TaskFailureDetails Broken = new("System.Exception", "broken", null, null, null);

    [Fact]
    public void Activity_LastsFromItsCallToItsAnswer()
    {
        var activity = Assert.Single(Tell(
            TurnAt(0, new ActivityScheduled(0, "Pack", "", "1")),
            TurnAt(5, new TaskCompleted(0, "2"))));
        Assert.Equal((Start, Start.AddMinutes(5)), (activity.From, activity.To));
        Assert.Equal((EpisodeState.Good, "2"), (activity.State, activity.Result));
    }

    [Fact]
    public void SameCall_AfterItFailed_IsAnotherAttempt()
    {
        var story = Tell(
            TurnAt(0, new ActivityScheduled(0, "Pack", "", "1")),
            TurnAt(1, new TaskFailed(0, Broken), new TimerCreated(1, Start.AddMinutes(2))),
            TurnAt(2, new TimerFired(1), new ActivityScheduled(2, "Pack", "", "1")),
            TurnAt(3, new TaskFailed(2, Broken), new ActivityScheduled(3, "Pack", "", "1")));
        Assert.Equal([1, 1, 2, 3], story.Select(episode => episode.Attempt));
    }

    [Fact]
    public void SameCall_AfterItSucceeded_OrWithAnotherInput_IsAFirstAttempt()
    {
        var story = Tell(
            TurnAt(0, new ActivityScheduled(0, "Pack", "", "1"), new ActivityScheduled(1, "Pack", "", "2")),
            TurnAt(1, new TaskCompleted(0, null), new TaskFailed(1, Broken)),
            TurnAt(2, new ActivityScheduled(2, "Pack", "", "1"), new ActivityScheduled(3, "Pack", "", "3")));
        Assert.All(story, episode => Assert.Equal(1, episode.Attempt));
    }

    [Fact]
    public void Timer_ThatIsNotOver_IsLeftWhenTheOrchestrationEnds()
    {
        Turn[] turns = [TurnAt(0, new TimerCreated(0, Start.AddDays(1)))];
        Assert.Equal(EpisodeState.Open, Assert.Single(Story.Tell(turns, ended: null)).State);
        var left = Assert.Single(Story.Tell(turns, Start.AddHours(1)));
        Assert.Equal((EpisodeState.Left, Start.AddHours(1)), (left.State, left.To));
    }

    [Fact]
    public void SubOrchestration_AndSentEvent_NameTheOtherInstance()
    {
        var story = Tell(TurnAt(
            0,
            new SubOrchestrationScheduled(0, "Float", "", "child", null, null),
            new EventSent(1, "other", "Go", null)));
        Assert.Equal(["child", "other"], story.Select(episode => episode.Instance));
    }

    [Fact]
    public void WhatComesFromOutside_HappensAtOnce()
    {
        var story = Tell(TurnAt(3, new EventRaised("Go", "1"), new Suspended("lunch"), new Resumed(null)));
        Assert.All(story, episode => Assert.Equal((Start.AddMinutes(3), episode.From), (episode.From, episode.To)));
        Assert.Equal(["Go", "Suspended", "Resumed"], story.Select(episode => episode.Title));
    }

    private static IReadOnlyList<Episode> Tell(params Turn[] turns) => Story.Tell(turns, ended: null);

    private static Turn TurnAt(int minute, params HistoryEvent[] events) => new(Start.AddMinutes(minute), true, events);
}
