using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Cost;

/// <summary>docs/cost.md is what is counted. The benchmark <c>cost</c> writes it anew.</summary>
public sealed class CostTests(StorageFixture storage)
{
    /// <summary>By how much a step may differ: what is remembered for some seconds, and what is put together.</summary>
    private const double Slack = 1;

    [Fact]
    public void Page_IsMadeOfCountsAndPrices() => Assert.Equal(
        CostPage.Of(CountedLife.Read(), PriceTable.Read()), File.ReadAllText(CostFiles.Page).ReplaceLineEndings("\n"));

    [Fact]
    public async Task Ticket_CostsWhatThePageSays() => await Costs("ticket", rig => LifeCycles.Ticket(rig, 1));

    [Fact]
    public async Task Change_CostsWhatThePageSays() => await Costs("change", rig => LifeCycles.Change(rig, 1));

    private async Task Costs(string name, Func<CostRig, Task<IReadOnlyList<StepCost>>> life)
    {
        await using var scope = storage.Scope();
        await using var rig = await CostRig.StartAsync(scope.ConnectionString, scope.Prefix);
        var counted = CountedLife.Of(name, await life(rig));
        var page = CountedLife.Read().Single(other => other.Life == name && other.Together == 1);
        foreach (var (step, said) in counted.Steps.Zip(page.Steps))
        {
            Assert.Equal(said.Step, step.Step);
            Assert.True(Math.Abs(said.Storage - step.Storage) <= Slack, $"{step.Step}: {step.Storage} storage calls, not {said.Storage}");
            Assert.Equal(said.Bus, step.Bus);
        }
    }
}
