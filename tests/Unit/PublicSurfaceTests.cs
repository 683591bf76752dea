using System.Reflection;
using Azure.Messaging.ServiceBus;
using ItsmServerless.Tests.Unit.PublicSurface;
using Xunit;

namespace ItsmServerless.Tests.Unit;

/// <summary>Keeps infra/local-sdk to what Microsoft's packages offer and this repository uses.</summary>
/// <remarks>
/// The list is <c>infra/local-sdk/PublicSurface.txt</c>. After a wanted change, run the tests once with the environment
/// variable <c>ITSM_WRITE_PUBLIC_SURFACE=1</c> and check in the difference.
/// </remarks>
public sealed class PublicSurfaceTests
{
    private const string Header =
        "# What infra/local-sdk declares; compared by PublicSurfaceTests, which also says how to write it anew.";

    private static readonly string[] Packages =
        ["Microsoft.Azure.Functions.*.dll", "Microsoft.DurableTask.*.dll", "Azure.Messaging.*.dll"];

    /// <summary>What only the callers of the runtime write; so far those are its tests.</summary>
    private static readonly string[] OnlyInScenarios =
    [
        "Microsoft.Azure.Functions.Worker.FunctionContextLoggerExtensions",
        "Microsoft.DurableTask.TaskActivity`2",
        "Microsoft.DurableTask.TaskOrchestrator`2",
        "Microsoft.DurableTask.Client.IDurableTaskClientProvider",
        "Microsoft.DurableTask.Client.ServiceCollectionExtensions",
        "Microsoft.DurableTask.Client.StartOrchestrationOptionsExtensions",
        "Microsoft.DurableTask.Worker.ServiceCollectionExtensions",
        "Microsoft.DurableTask.Client.DurableTaskClientExtensions",
    ];

    private static readonly Assembly Declaring = typeof(ServiceBusClient).Assembly;
    private static readonly bool IsStandIn = Declaring.GetName().Name == "ItsmServerless.LocalSdk";
    private static readonly string ListPath = Path.Combine(RootOfSources(), "infra", "local-sdk", "PublicSurface.txt");

    [Fact]
    public void Surface_IsTheListedOne()
    {
        Assert.SkipUnless(IsStandIn, "Compiled with Microsoft's packages: see the next test.");
        var actual = SurfaceLines.Of(Declaring.GetExportedTypes());
        if (Environment.GetEnvironmentVariable("ITSM_WRITE_PUBLIC_SURFACE") == "1")
            File.WriteAllLines(ListPath, [Header, .. actual]);
        Assert.Equal(Listed(), actual);
    }

    [Fact]
    public void Surface_IsPartOfThePackages()
    {
        Assert.SkipWhen(IsStandIn, "Compiled without Microsoft's packages: build with -p:AzurePackages=true.");
        var types = Listed().Select(line => line.Split(": ")[0]).Distinct().Select(FindInPackages).OfType<Type>();
        Assert.Empty(Listed().Except(SurfaceLines.Of(types)));
    }

    [Fact]
    public void NothingIsDeclared_ThatNobodyUses()
    {
        Assert.SkipUnless(IsStandIn, "Compiled with Microsoft's packages.");
        var inUse = TypesInUse.Of(
            Declaring, [Assembly.Load("ItsmServerless.Functions"), Assembly.Load("ItsmServerless.Local")]);
        var unused = Declaring.GetExportedTypes().Where(type => !inUse.Contains(type)).Select(type => type.FullName!);
        Assert.Empty(unused.Except(OnlyInScenarios));
    }

    private static string[] Listed() => [.. File.ReadLines(ListPath).Where(line => !line.StartsWith('#'))];

    private static Type? FindInPackages(string name) =>
        Packages.SelectMany(package => Directory.EnumerateFiles(AppContext.BaseDirectory, package))
            .Select(path => Assembly.LoadFrom(path).GetType(name))
            .FirstOrDefault(type => type is { IsPublic: true } or { IsNestedPublic: true });

    private static string RootOfSources()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "ItsmServerless.sln")))
            at = at.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the sources.");
        return at.FullName;
    }
}
