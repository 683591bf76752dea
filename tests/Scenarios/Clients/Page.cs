using System.Text.RegularExpressions;
using ItsmServerless.Tests.Scenarios.Fixtures;

namespace ItsmServerless.Tests.Scenarios.Clients;

/// <summary>A page of docs/getting-started, whose code is one program from top to bottom.</summary>
internal static partial class Page
{
    /// <summary>The program: the page's code of one language, joined.</summary>
    public static string Program(string file, string language) => string.Join('\n', CodeBlock()
        .Matches(File.ReadAllText(Path.Combine(SolutionFolder.Path, "docs", "getting-started", file)))
        .Where(block => block.Groups["language"].Value == language)
        .Select(block => block.Groups["code"].Value));

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
