using System.Reflection;
using System.Runtime.CompilerServices;
using ItsmServerless.Local;
using Xunit;

namespace ItsmServerless.Tests.Unit.Architecture;

public sealed class SourceTests
{
    private const int LongestFile = 300;
    private static readonly string[] Folders = ["functions", "infra", "tests"];

    [Fact]
    public void Files_StayReadableInOneGo() =>
        Assert.DoesNotContain(Folders.SelectMany(folder => Repository.Files(folder, "*.cs")),
            file => Repository.Lines(file).Length > LongestFile);

    /// <summary>Both ways to compile see the same lines (docs/decisions/0001-two-ways-to-compile.md).</summary>
    [Fact]
    public void Functions_HaveNoConditionalCode() =>
        Assert.DoesNotContain(Repository.Files("functions", "*.cs"),
            file => Repository.Lines(file).Any(line => line.TrimStart().StartsWith("#if", StringComparison.Ordinal)));

    [Fact]
    public void Functions_AreAtMostThreeFoldersDeep() =>
        Assert.DoesNotContain(Repository.Files("functions", "*.cs"), file => file.Count(c => c == '/') > 3);

    [Fact]
    public void Classes_AreSealedOrStatic() =>
        Assert.Empty(from assembly in new[] { typeof(ItsmApp).Assembly, typeof(LocalHost).Assembly, Assembly.GetExecutingAssembly() }
                     from type in assembly.GetTypes()
                     where type.IsClass && type is { IsSealed: false, IsAbstract: false }
                         && !type.IsDefined(typeof(CompilerGeneratedAttribute)) && type.Name != "Program"
                         && type.Namespace?.StartsWith("ItsmServerless", StringComparison.Ordinal) == true
                     select type.FullName);
}
