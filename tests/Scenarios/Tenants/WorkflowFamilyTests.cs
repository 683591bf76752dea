using System.Text.Json;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Workflows;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using ItsmServerless.Tests.Scenarios.ServiceLevels;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Tenants;

/// <summary>What an off-boarding looks for is what there is.</summary>
public sealed class WorkflowFamilyTests(StorageFixture storage)
{
    private const string Recorded = "tests/Unit/Durable/Recorded";

    /// <summary>By the ids of recorded instances: every orchestrator has some.</summary>
    [Fact]
    public async Task EveryOrchestrator_IsOfARegisteredFamily()
    {
        await using var scope = storage.Scope();
        await using var process = new KernelUnderTest(scope.ConnectionString, scope.Prefix, new RecordingBus());
        var families = process.Get<IEnumerable<WorkflowFamily>>().Select(family => family.Name + "-ten_").ToList();

        var ids = Directory.GetFiles(Path.Combine(Root(), Recorded), "*.json", SearchOption.AllDirectories)
            .Select(file => JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(file)).Text("instanceId")).ToList();

        Assert.InRange(ids.Count, 10, 1_000);
        Assert.DoesNotContain(ids, id => !id.StartsWith("off-boarding-", StringComparison.Ordinal) &&
            !families.Exists(family => id.StartsWith(family, StringComparison.Ordinal)));
    }

    /// <summary>By the sources: every kind that yields a shared row says so where it is registered.</summary>
    [Fact]
    public async Task KindsWithSharedRows_AreMarked()
    {
        await using var scope = storage.Scope();
        await using var process = new KernelUnderTest(scope.ConnectionString, scope.Prefix, new RecordingBus());
        var marked = process.Get<RecordKinds>().All.Count(kind => kind.SharesRows);

        var sources = Directory.GetFiles(Path.Combine(Root(), "functions"), "*.cs", SearchOption.AllDirectories)
            .Count(file => File.ReadAllText(file).Contains("Shared = true", StringComparison.Ordinal));

        Assert.Equal(sources, marked);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ItsmServerless.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
