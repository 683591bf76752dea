using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Kernel;

/// <summary>Pages of lists whose rows come, go and move while somebody reads them: rows that stay where they are are
/// each seen once.</summary>
public sealed class CursorTests(StorageFixture storage)
{
    private static readonly TenantId Tenant = TenantId.From("ten_01JD0000000000000000000001");
    private static readonly string[] Months = ["month|2026-11", "month|2026-10", "month|2026-09"];

    /// <summary>A small partition, as settings, deliveries and receipts are.</summary>
    private static readonly ListStream[] One = [new(TableNames.Open, ["all"])];

    /// <summary>What is open, and what is closed month by month, merged as incidents are.</summary>
    private static readonly ListStream[] Merged =
        [new(TableNames.Open, ["all"]), new(TableNames.Closed, Months)];

    private static readonly ListStream[] Filtered =
        [new(TableNames.Open, ["all"], "Kind eq 1"), new(TableNames.Closed, Months, "Kind eq 1")];

    public static TheoryData<int> PageSizes => [1, 2, 3, 7, 20, 199, 200];

    [Theory]
    [MemberData(nameof(PageSizes))]
    public async Task Rows_ThatStay_AreEachSeenOnce_InOrder(int limit)
    {
        await using var scope = storage.Scope();
        await using var process = new KernelUnderTest(storage.ConnectionString, scope.Prefix, new RecordingBus());
        await process.Tables.CreateFor(Tenant, default);
        foreach (var (name, streams) in new[] { (nameof(One), One), (nameof(Merged), Merged), (nameof(Filtered), Filtered) })
        {
            var world = new Rows(process, streams, new Random(limit));
            await world.FillAsync(limit < 4 ? 40 : 260);
            var seen = await ReadAsync(process, streams, limit, world);
            Assert.True(world.Stable.SequenceEqual(seen.Where(world.Stable.Contains)), $"{name}, {limit} a page: {string.Join(' ', seen)}");
            await world.EmptyAsync();
        }
    }

    [Fact]
    public async Task Items_OfARecord_ThatStay_AreEachSeenOnce_WhateverComesGoesAndMoves()
    {
        await using var process = new KernelUnderTest(storage.ConnectionString, "x", new RecordingBus());
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var items = Enumerable.Range(0, random.Next(1, 60)).Select(number => $"{number}").ToList();
            var stable = items.Where((_, index) => index % 2 == 0).ToList();
            var (seen, cursor, made) = (new List<string>(), (string?)null, 1000);
            do
            {
                var page = process.Lists.Page("list", items, item => item, new(random.Next(1, 9), cursor)).Value;
                seen.AddRange(page.Items);
                cursor = page.NextCursor;
                var moving = items.Except(stable).ToList();
                foreach (var item in moving.Where(_ => random.Next(3) == 0)) items.Remove(item);
                foreach (var item in moving.Where(_ => random.Next(3) == 0).Append($"{made++}")) items.Insert(random.Next(items.Count + 1), item);
                items = [.. items.Distinct()];
            }
            while (cursor is not null);
            Assert.Equal(stable, seen.Where(stable.Contains));
            Assert.Equal(seen.Distinct(), seen);
        }
    }

    [Fact]
    public async Task Cursors_ThatAreAltered_OrAnotherLists_AreRefused()
    {
        await using var scope = storage.Scope();
        await using var process = new KernelUnderTest(storage.ConnectionString, scope.Prefix, new RecordingBus());
        await process.Tables.CreateFor(Tenant, default);
        var other = TenantId.From("ten_01JD0000000000000000000002");
        await process.Tables.CreateFor(other, default);
        var world = new Rows(process, Merged, new Random(1));
        await world.FillAsync(30);
        var page = (await PageAsync(process, Merged, new(5, null))).Value;
        var cursor = page.NextCursor!;
        var random = new Random(2);

        for (var mutation = 0; mutation < 5_000; mutation++)
        {
            var altered = Altered(cursor, random);
            if (altered == cursor) continue;
            var refused = await PageAsync(process, Merged, new(5, altered));
            Assert.True(refused.Problem?.Code == ProblemCode.InvalidCursor, altered);
        }
        foreach (var streams in new[] { One, Filtered })
            Assert.Equal(ProblemCode.InvalidCursor, (await PageAsync(process, streams, new(5, cursor))).Problem?.Code);
        var foreign = await process.Lists.Read(other, Merged, new(5, cursor), row => row.RowKey, default);
        Assert.Equal(ProblemCode.InvalidCursor, foreign.Problem?.Code);
        var inRecord = process.Lists.Page("list", ["a", "b", "c"], item => item, new(1, cursor));
        Assert.Equal(ProblemCode.InvalidCursor, inRecord.Problem?.Code);
        var timeline = await process.Get<Timelines>().Read(
            Tenant, UlidText.FromKey("tal", Tenant, "x"), "timeline", new(1, cursor), stored => stored, default);
        Assert.Equal(ProblemCode.InvalidCursor, timeline.Problem?.Code);
        Assert.Null((await PageAsync(process, Merged, new(200, cursor))).Problem);
    }

    /// <summary>A character more, less, other, doubled, or in another place; or parts of it.</summary>
    private static string Altered(string cursor, Random random)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=%+/ \0é";
        var (at, other) = (random.Next(cursor.Length), Alphabet[random.Next(Alphabet.Length)]);
        return random.Next(7) switch
        {
            0 => cursor.Remove(at, 1),
            1 => cursor.Insert(at, $"{other}"),
            2 => cursor[..at] + other + cursor[(at + 1)..],
            3 => cursor[..at],
            4 => cursor[at..],
            5 => cursor[..at] + cursor[at] + cursor[at..],
            _ => string.Concat(cursor.AsSpan(at), cursor.AsSpan(0, at)),
        };
    }

    private static async Task<List<string>> ReadAsync(KernelUnderTest process, ListStream[] streams, int limit, Rows world)
    {
        var (seen, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = (await PageAsync(process, streams, new(limit, cursor))).Value;
            Assert.InRange(page.Items.Count, 0, limit);
            seen.AddRange(page.Items);
            cursor = page.NextCursor;
            await world.StirAsync();
        }
        while (cursor is not null);
        return seen;
    }

    private static Task<Outcome<ItsmServerless.Kernel.Http.Page<string>>> PageAsync(
        KernelUnderTest process, ListStream[] streams, Paging paging) =>
        process.Lists.Read(Tenant, streams, paging, row => row.RowKey, default);

    /// <summary>Rows of streams: half of them stay, the others are stirred.</summary>
    private sealed class Rows(KernelUnderTest process, ListStream[] streams, Random random)
    {
        private readonly Dictionary<string, (string Table, string Partition)> moving = [];
        private readonly Dictionary<string, (string Table, string Partition)> all = [];

        /// <summary>What is to be seen, in order.</summary>
        public List<string> Stable { get; } = [];

        public async Task FillAsync(int count)
        {
            for (var index = 0; index < count; index++) await AddAsync(isStable: index % 2 == 0);
            Stable.Sort(StringComparer.Ordinal);
        }

        /// <summary>Some rows go, some move, some come: anywhere, also in a month that was not there.</summary>
        public async Task StirAsync()
        {
            for (var step = 0; step < 3; step++)
            {
                if (random.Next(2) == 0) await AddAsync(isStable: false);
                if (moving.Count == 0) continue;
                var (key, place) = moving.ElementAt(random.Next(moving.Count));
                moving.Remove(key);
                all.Remove(key);
                await process.Tables.Of(Tenant, place.Table).DeleteEntityAsync(place.Partition, key);
                if (random.Next(2) == 0) await AddAsync(isStable: false);
            }
        }

        public async Task EmptyAsync()
        {
            foreach (var (key, place) in all) await process.Tables.Of(Tenant, place.Table).DeleteEntityAsync(place.Partition, key);
        }

        /// <summary>Keys of a month lie before those of the month before, as times that fall do.</summary>
        private async Task AddAsync(bool isStable)
        {
            var stream = streams[random.Next(streams.Length)];
            var month = random.Next(stream.Partitions.Count);
            var key = $"{((stream.Partitions.Count == 1 ? random.Next(3) : month) * 1_000_000) + random.Next(1_000_000):D7}|{random.Next(100_000)}";
            var kind = stream.Filter is null || isStable ? 1 : random.Next(2);
            await process.Tables.Of(Tenant, stream.Table).UpsertEntityAsync(new TableEntity(stream.Partitions[month], key) { ["Kind"] = kind });
            all[key] = (stream.Table, stream.Partitions[month]);
            if (isStable) Stable.Add(key);
            else moving[key] = all[key];
        }
    }
}
