namespace ItsmServerless.Tests.Scenarios.Fixtures;

/// <summary>The sources these tests were built from.</summary>
internal static class SolutionFolder
{
    /// <summary>The folder of the solution.</summary>
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) => File.Exists(System.IO.Path.Combine(folder, "ItsmServerless.sln"))
        ? folder
        : Find(System.IO.Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("There is no ItsmServerless.sln above."));
}
