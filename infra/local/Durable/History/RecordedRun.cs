using ItsmServerless.Local.Durable.Replay;
using ItsmServerless.Local.Durable.Storage;

namespace ItsmServerless.Local.Durable.History;

/// <summary>One run of an orchestration as it went: what tests replay against the code of today.</summary>
/// <param name="Turns">All of them; the last one is how far it was recorded.</param>
/// <param name="End">How its last turn ended.</param>
internal sealed record RecordedRun(
    string Name, string Version, string InstanceId, string? Input, IReadOnlyList<Turn> Turns, RecordedEnd End)
{
    /// <summary>Writes the run so far; every turn writes it whole again.</summary>
    /// <param name="folder">Made when it is missing. A file is named after the instance and the number of its
    /// run.</param>
    public static void Write(
        string folder, int execution, RunFacts facts, IReadOnlyList<Turn> past, Turn now, RunEnd? end)
    {
        var run = new RecordedRun(facts.Name, facts.Version, facts.InstanceId, facts.Input, [.. past, now], Of(end));
        var name = string.Concat(facts.InstanceId.Select(c => char.IsLetterOrDigit(c) ? c : '-'));
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{name}-{execution:D4}.json"), StoredJson.Write(run));
    }

    /// <summary>Reads what was written.</summary>
    public static RecordedRun Read(string file) => StoredJson.Read<RecordedRun>(File.ReadAllText(file));

    /// <summary>How a turn ended.</summary>
    public static RecordedEnd Of(RunEnd? end) => end switch
    {
        null => RecordedEnd.Waits,
        RunEnd.Returned => RecordedEnd.Returned,
        RunEnd.StartsOver => RecordedEnd.StartsOver,
        _ => RecordedEnd.Threw,
    };
}

/// <summary>How the last turn of a recorded run ended.</summary>
internal enum RecordedEnd
{
    /// <summary>It waits for an answer, a time or an event.</summary>
    Waits,
    /// <summary>It returned.</summary>
    Returned,
    /// <summary>It goes on as a new run.</summary>
    StartsOver,
    /// <summary>It failed.</summary>
    Threw,
}
