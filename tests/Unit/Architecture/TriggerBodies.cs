namespace ItsmServerless.Tests.Unit.Architecture;

/// <summary>Measures trigger methods in their source.</summary>
internal static class TriggerBodies
{
    private const int MostLines = 3;

    /// <summary>The trigger methods of a file that do more than bind, call and answer.</summary>
    /// <remarks>Orchestrators and activities are steps of a workflow, not switchboards: any method's size is theirs.</remarks>
    public static IEnumerable<string> TooLong(string file)
    {
        var lines = Repository.Lines(file);
        return from start in Enumerable.Range(0, lines.Length)
               where lines[start].TrimStart().StartsWith("[Function(", StringComparison.Ordinal)
               let method = lines.Skip(start).ToArray()
               let signature = method.TakeWhile(line => !IsOpening(line) && !line.Contains(" =>", StringComparison.Ordinal)).ToArray()
               where !signature.Any(IsWorkflow)
               let body = method.Skip(signature.Length).ToArray()
               where body.Length > 0 && IsOpening(body[0])
               let length = body.Skip(1).TakeWhile(line => line.TrimEnd() != Closing(body[0])).Count(IsStatement)
               where length > MostLines
               select $"{file}:{start + 1} has {length} lines";
    }

    private static bool IsWorkflow(string line) => line.Contains("[OrchestrationTrigger]", StringComparison.Ordinal)
        || line.Contains("[ActivityTrigger]", StringComparison.Ordinal);

    private static bool IsOpening(string line) => line.Trim() == "{";

    private static string Closing(string opening) => opening.Replace('{', '}').TrimEnd();

    /// <summary>A statement may be wrapped: only what ends one counts.</summary>
    private static bool IsStatement(string line) => line.TrimEnd().EndsWith(';') || line.TrimEnd().EndsWith('{');
}
