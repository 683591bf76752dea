using System.Text.Json;
using ItsmServerless.Local.Desk.Markup;
using ItsmServerless.Local.Durable.History;

namespace ItsmServerless.Local.Desk.Orchestrations;

/// <summary>What happened in one run of an orchestration, out of its history. Pure.</summary>
internal sealed class Story
{
    private readonly List<Episode> _episodes = [];
    private readonly Dictionary<int, int> _open = [];
    private readonly Dictionary<(EpisodeKind, string, string?), int> _failures = [];

    private Story()
    {
    }

    /// <summary>Every episode, in the order they began.</summary>
    /// <param name="turns">The history of the run.</param>
    /// <param name="ended">When the orchestration was over; <see langword="null"/> while it is not.</param>
    public static IReadOnlyList<Episode> Tell(IEnumerable<Turn> turns, DateTimeOffset? ended)
    {
        var story = new Story();
        foreach (var turn in turns)
        {
            foreach (var happened in turn.Events)
                story.Add(happened, turn.At);
        }
        if (ended is { } end)
            story.Leave(end);
        return story._episodes;
    }

    private void Add(HistoryEvent happened, DateTimeOffset at)
    {
        switch (happened)
        {
            case StepAnswer answer:
                Close(answer, at);
                break;
            case MessageSent sent:
                _episodes.Add(Sent(sent, at));
                break;
            case StepTaken step:
                _open[step.Id] = _episodes.Count;
                _episodes.Add(Begun(step, at));
                break;
            default:
                _episodes.Add(Received(happened, at));
                break;
        }
    }

    private void Close(StepAnswer answer, DateTimeOffset at)
    {
        if (!_open.Remove(answer.Id, out var index))
            return;
        _episodes[index] = answer switch
        {
            TaskCompleted completed => _episodes[index] with
            {
                To = at,
                State = EpisodeState.Good,
                Result = completed.Result,
            },
            TaskFailed failed => _episodes[index] with { To = at, State = EpisodeState.Bad, Failure = failed.Failure },
            _ => _episodes[index] with { To = at, State = EpisodeState.Good },
        };
        var call = CallOf(_episodes[index]);
        _failures[call] = answer is TaskFailed ? _failures.GetValueOrDefault(call) + 1 : 0;
    }

    private Episode Begun(StepTaken step, DateTimeOffset at) => step switch
    {
        ActivityScheduled call => Open(EpisodeKind.Activity, call.Name, at, call.Input),
        SubOrchestrationScheduled call =>
            Open(EpisodeKind.SubOrchestration, call.Name, at, call.Input) with { Instance = call.InstanceId },
        TimerCreated timer =>
            Open(EpisodeKind.Timer, $"until {Moment.Plain(timer.FireAt)}", at, input: null) with { Due = timer.FireAt },
        _ => Open(EpisodeKind.Control, step.GetType().Name, at, Whole(step)),
    };

    private Episode Open(EpisodeKind kind, string title, DateTimeOffset at, string? input) =>
        new(kind, title, at, To: null, EpisodeState.Open)
        {
            Input = input,
            Attempt = 1 + _failures.GetValueOrDefault((kind, title, input)),
        };

    /// <summary>The same call made again after it failed is what a retry looks like.</summary>
    private static (EpisodeKind, string, string?) CallOf(Episode episode) =>
        (episode.Kind, episode.Title, episode.Input);

    private void Leave(DateTimeOffset end)
    {
        foreach (var index in _open.Values)
            _episodes[index] = _episodes[index] with { To = end, State = EpisodeState.Left };
    }

    private static Episode Sent(MessageSent sent, DateTimeOffset at) => sent switch
    {
        EventSent raised => Point(EpisodeKind.Message, $"Sent event {raised.EventName}", at) with
        {
            Instance = raised.InstanceId,
            Input = raised.Payload,
        },
        _ => Point(EpisodeKind.Message, sent.GetType().Name, at) with { Instance = sent.InstanceId },
    };

    private static Episode Received(HistoryEvent happened, DateTimeOffset at) => happened switch
    {
        EventRaised raised => Point(EpisodeKind.Event, raised.Name, at) with { Input = raised.Payload },
        Suspended suspended => Point(EpisodeKind.Control, "Suspended", at) with { Input = suspended.Reason },
        Resumed resumed => Point(EpisodeKind.Control, "Resumed", at) with { Input = resumed.Reason },
        Terminated terminated => Point(EpisodeKind.Control, "Terminated", at) with
        {
            Input = terminated.Output,
            State = EpisodeState.Bad,
        },
        _ => Point(EpisodeKind.Control, happened.GetType().Name, at) with { Input = Whole(happened) },
    };

    private static Episode Point(EpisodeKind kind, string title, DateTimeOffset at) =>
        new(kind, title, at, at, EpisodeState.Good);

    private static string Whole(HistoryEvent happened) => JsonSerializer.Serialize(happened, DeskEndpoints.Json);
}
