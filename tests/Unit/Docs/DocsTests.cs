using System.Reflection;
using System.Text.RegularExpressions;
using ItsmServerless.Kernel.Storage;
using Microsoft.Azure.Functions.Worker;
using Xunit;

namespace ItsmServerless.Tests.Unit.Docs;

/// <summary>What the documents say of the code is true.</summary>
public sealed partial class DocsTests
{
    [Fact]
    public void Storage_ListsEveryTable() =>
        Assert.Equal(TableNames.OfAll.Concat(TableNames.OfTenants).Order(StringComparer.Ordinal),
            FirstCells("docs/storage.md", "## Tables").Order(StringComparer.Ordinal));

    [Fact]
    public void Workflows_ListsEveryOrchestrator() =>
        Assert.Equal(Orchestrators().Order(StringComparer.Ordinal),
            FirstCells("docs/workflows.md", "## Orchestrators").Order(StringComparer.Ordinal));

    [Fact]
    public void Readme_ListsEveryPractice() =>
        Assert.Empty(Architecture.PracticeTests.Practices.Select(row => row.Data)
            .Except(FirstCells("README.md", "## Where to find what"), StringComparer.Ordinal));

    [Fact]
    public void Links_LeadToFiles() => Assert.Empty(
        from file in Repository.Files("", "*.md")
        from Match link in Link().Matches(Repository.Read(file))
        let target = link.Groups["target"].Value.Split('#')[0]
        where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
        let path = Path.Combine(Repository.Root, Path.GetDirectoryName(file)!, target)
        where !File.Exists(path) && !Directory.Exists(path)
        select $"{file}: {target}");

    [Fact]
    public void Decisions_HaveContextDecisionAndConsequences() =>
        Assert.All(Repository.Files("docs/decisions", "*.md"), file =>
            Assert.Equal(["## Context", "## Decision", "## Consequences"],
                Repository.Lines(file).Where(line => line.StartsWith("## ", StringComparison.Ordinal))));

    /// <summary>The first cell of every row of the table under a heading, without its backticks.</summary>
    private static IEnumerable<string> FirstCells(string file, string heading) => Repository.Lines(file)
        .SkipWhile(line => line != heading).Skip(1)
        .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Split('|')[1].Trim(' ', '`', '/'));

    private static IEnumerable<string> Orchestrators() =>
        from type in typeof(ItsmApp).Assembly.GetTypes()
        from method in type.GetMethods()
        where method.GetParameters().Any(parameter => parameter.IsDefined(typeof(OrchestrationTriggerAttribute)))
        select method.GetCustomAttribute<FunctionAttribute>()!.Name;

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
