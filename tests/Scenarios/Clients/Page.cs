using System.Text.RegularExpressions;

namespace ItsmServerless.Tests.Scenarios.Clients;

/// <summary>A page of docs/getting-started, whose code is one program from top to bottom.</summary>
internal static partial class Page
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The program: the page's code of one language, joined.</summary>
    public static string Program(string file, string language) => string.Join('\n', CodeBlock()
        .Matches(File.ReadAllText(Path.Combine(Root, "docs", "getting-started", file)))
        .Where(block => block.Groups["language"].Value == language)
        .Select(block => block.Groups["code"].Value));

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "ItsmServerless.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("There is no ItsmServerless.sln above."));

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
