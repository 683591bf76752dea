namespace ItsmServerless.Tests.Unit;

/// <summary>The sources these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] Generated = ["bin", "obj", "node_modules", "TestResults", ".git", ".local"];

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>Every file of a folder that people wrote, as paths from the root with slashes.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Walk(Path.Combine(Root, folder), pattern)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    /// <summary>The text of a file.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>The lines of a file.</summary>
    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    private static IEnumerable<string> Walk(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern).Concat(Directory.EnumerateDirectories(folder)
            .Where(inner => !Generated.Contains(Path.GetFileName(inner)))
            .SelectMany(inner => Walk(inner, pattern)));

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "ItsmServerless.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("There is no ItsmServerless.sln above."));
}
