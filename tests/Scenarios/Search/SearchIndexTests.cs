using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Search;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Search;

/// <summary>The index in storage, whatever the bus and the processes do.</summary>
public sealed class SearchIndexTests(StorageFixture storage)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Answers_AreThoseOfTheObviousWay_WhateverComesTwiceLateOrMerged(int seed)
    {
        await using var rig = new SearchRig(storage, seed);
        var (random, one, other) = (new Random(seed), await rig.BeginAsync(), rig.Process());
        var held = new List<PublishedEvent>();
        for (var round = 1; round <= 12; round++)
        {
            for (var change = 0; change < 25; change++)
            {
                var published = await rig.ChangeAsync(one, records: 60);
                held.Add(published);
                await Take(random.Next(2) == 0 ? one : other, published);
                if (random.Next(4) == 0) await Take(rig.Process(), held[random.Next(held.Count)]); // Again, much later.
            }
            if (round % 2 == 0) await (random.Next(2) == 0 ? one : other).Get<SearchMerger>().Tend(SearchRig.Tenant, random.Next(1, 40), default);
            Assert.Null(await rig.DifferenceAsync(round % 3 == 0 ? rig.Process() : other));
        }
        await one.Get<SearchMerger>().Tend(SearchRig.Tenant, 1, default);
        Assert.Null(await rig.DifferenceAsync(rig.Process()));
    }

    [Fact]
    public async Task Searches_WhileSegmentsAreMerged_MissNothing()
    {
        await using var rig = new SearchRig(storage, seed: 3);
        var process = await rig.BeginAsync();
        for (var change = 0; change < 40; change++) await Take(process, await rig.ChangeAsync(process, records: 40));
        using var stop = new CancellationTokenSource();
        var reader = rig.Process();

        var merging = MergeAsync();
        var differences = new List<string?>();
        for (var search = 0; search < 10; search++) differences.Add(await rig.DifferenceAsync(reader));
        await stop.CancelAsync();
        await merging;

        Assert.All(differences, Assert.Null);

        async Task MergeAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                // The same text again: answers stay, rows and segments move.
                await process.Get<SearchMerger>().Tend(SearchRig.Tenant, 1, default);
                await Task.Yield();
                foreach (var record in rig.Records) await Take(rig.Process(), record);
            }
        }
    }

    [Theory]
    [InlineData(nameof(Fault.DieBefore))]
    [InlineData(nameof(Fault.DieAfter))]
    [InlineData(nameof(Fault.LoseAnswer))]
    public async Task Merger_ThatStopsAnywhere_LosesNothing(string fault)
    {
        await using var rig = new SearchRig(storage, seed: 4);
        var process = await rig.BeginAsync();
        for (var call = 1; call <= 24; call++)
        {
            for (var change = 0; change < 4; change++) await Take(process, await rig.ChangeAsync(process, records: 30));
            var dying = rig.Process();
            dying.Faults.Set(call, Enum.Parse<Fault>(fault));
            await TryAsync(dying);
            Assert.Null(await rig.DifferenceAsync(rig.Process()));
        }
    }

    /// <summary>Segments and what waits are lost; records change while the index is made anew, and every page is made
    /// twice.</summary>
    [Fact]
    public async Task Rebuild_GivesTheSameAnswers_OfTheRecordsAlone()
    {
        await using var rig = new SearchRig(storage, seed: 5);
        var process = await rig.BeginAsync();
        for (var change = 0; change < 90; change++) await Take(process, await rig.ChangeAsync(process, records: 40));
        await process.Get<SearchMerger>().Tend(SearchRig.Tenant, 30, default);
        foreach (var table in new[] { TableNames.Search, TableNames.SearchRecent })
        {
            var client = process.Tables.Of(SearchRig.Tenant, table);
            await foreach (var row in client.QueryAsync<TableEntity>())
                await client.DeleteEntityAsync(row.PartitionKey, row.RowKey);
        }
        Assert.NotNull(await rig.DifferenceAsync(rig.Process()));

        var run = new SearchRebuildRun(SearchRig.Tenant, "anew");
        while (run is not null)
        {
            await Take(process, await rig.ChangeAsync(process, records: 40));
            await process.Get<SearchMerger>().Tend(SearchRig.Tenant, 1, default);
            await rig.Process().Get<SearchRebuilder>().Step(run, default);
            run = await process.Get<SearchRebuilder>().Step(run, default);
        }

        Assert.Null(await rig.DifferenceAsync(rig.Process()));
        Assert.Null(await rig.DifferenceAsync(process));
    }

    private static Task Take(KernelUnderTest process, PublishedEvent published) =>
        process.Get<SearchIndexing>().Take(published, default);

    private static async Task TryAsync(KernelUnderTest process)
    {
        try
        {
            await process.Get<SearchMerger>().Tend(SearchRig.Tenant, 1, default);
        }
        catch (ProcessDied)
        {
            return; // Another goes on.
        }
    }
}
