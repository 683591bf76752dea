using CsCheck;
using ItsmServerless.Search;
using ItsmServerless.Search.Index;
using ItsmServerless.Search.Text;
using Xunit;

namespace ItsmServerless.Tests.Unit.Search;

/// <summary>Segments, however they came about, answer as the obvious way does.</summary>
public sealed class SegmentTests
{
    [Fact]
    public void Documents_AreReadAsTheyWereWritten() => Model.Record.Sample(record =>
    {
        var (before, after) = (record.Document, DocumentCodec.Read(DocumentCodec.Write(record.Document)));
        Assert.Equal(before.Facts, after.Facts);
        Assert.Equal(before.Terms.Select(Told), after.Terms.Select(Told));
    });

    [Fact]
    public async Task Segments_InAnyNumberAndOrder_AnswerAsTheObviousWay() => await Gen.Select(
        Model.Record.Array[1, 30], Model.Query.Array[1, 6], Gen.Int[1, 8], Gen.Bool, Gen.Bool).SampleAsync(
        async (all, queries, size, isMerged, seesInternal) =>
        {
            var records = ModelRecord.Distinct(all);
            var memory = new MemorySegments();
            foreach (var some in records.Chunk(size)) await memory.Add(SegmentDraft.Of(Newest(some)));
            if (isMerged) await memory.Merge();
            foreach (var query in queries)
                Assert.Equal(Model.Answer(records, query, seesInternal), await memory.Find(query, seesInternal));
        }, iter: 300);

    [Fact]
    public async Task Terms_ThatFillManyBlocks_AreFoundWhole()
    {
        var memory = new MemorySegments();
        var records = Enumerable.Range(0, 9_000).Select(number => new ModelRecord(
            number, 1, number % 7, [$"common word{number} paper", number % 3 == 0 ? "jam" : ""], "")).ToList();
        foreach (var some in records.Chunk(3_000)) await memory.Add(SegmentDraft.Of(some.Select(record => record.Document)));
        await memory.Merge();

        foreach (var text in new[] { "common", "word*", "word8999", "\"common word17\"", "paper jam", "common -jam", "nothing" })
        {
            var query = SearchQuery.Parse(text).Value;
            Assert.Equal(Model.Answer(records, query, false), await memory.Find(query, false));
        }
    }

    [Fact]
    public async Task Word_ThatOneRecordSaysVeryOften_IsFound()
    {
        var memory = new MemorySegments();
        var text = string.Concat(Enumerable.Repeat("very often ", 29_000)) + "end";
        await memory.Add(SegmentDraft.Of([new ModelRecord(1, 1, 1, [text, "often"], "").Document]));
        await memory.Merge();

        Assert.Single(await memory.Find(SearchQuery.Parse("\"often end\"").Value, false));
        Assert.Empty(await memory.Find(SearchQuery.Parse("\"end often\"").Value, false));
    }

    /// <summary>A frequent word in many records: no more is read than what the records that are taken need.</summary>
    [Fact]
    public async Task FrequentWord_OfManyRecords_IsReadAsFarAsItIsTaken()
    {
        var memory = new MemorySegments();
        await memory.Add(SegmentDraft.Of(Enumerable.Range(0, 40_000).Select(number => new ModelRecord(
            number, 1, 100_000 - number, [number % 2 == 0 ? "common" : "other", number == 39_998 ? "once" : ""], "").Document)));

        var newest = await memory.Take(20, "common");
        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"inc_{2 * number:D3}"), newest);
        Assert.InRange(memory.Reads, 1, 3);

        memory.Reads = 0;
        Assert.Equal(["inc_39998"], await memory.Take(20, "common once"));
        Assert.InRange(memory.Reads, 1, 5); // The blocks of the frequent word that end before the record are left out.
    }

    [Fact]
    public async Task Facts_NarrowWhatIsFound()
    {
        var memory = new MemorySegments();
        await memory.Add(SegmentDraft.Of(Enumerable.Range(0, 600).Select(number => new ModelRecord(
            number, 1, 100_000 - number, ["printer"], "").Document).Select((document, number) => document with
            {
                Facts = document.Facts with { Group = $"g{number % 100}", Requester = $"p{number}@example.org" },
            })));

        Assert.Equal(["inc_007", "inc_107"], await memory.Take(2, "printer", [FactTerms.Group("g7")]));
        Assert.Equal(
            ["inc_001", "inc_107"], await memory.Take(9, "printer",
                [FactTerms.Requester("p1@example.org"), FactTerms.Requester("p107@example.org"), FactTerms.Group("g700")]));
        Assert.Empty(await memory.Take(9, "printer", [FactTerms.Practice("change")]));
    }

    /// <summary>Segments of the first shape had no facts among their words, and no places of blocks.</summary>
    [Fact]
    public async Task FirstShape_IsStillRead()
    {
        var memory = new MemorySegments { IsFirstShape = true };
        var records = Enumerable.Range(0, 9_000).Select(number => new ModelRecord(number, 1, number % 7, ["common word"], "")).ToList();
        await memory.Add(SegmentDraft.Of(records.Select(record => record.Document)));

        Assert.Equal(
            Model.Answer(records, SearchQuery.Parse("common word").Value, false),
            await memory.Find(SearchQuery.Parse("common word").Value, false));
        Assert.Equal(3, (await memory.Take(3, "common", [FactTerms.Group("any")])).Count);
    }

    private static IEnumerable<IndexedDocument> Newest(IEnumerable<ModelRecord> records) =>
        records.GroupBy(record => record.Number).Select(group => group.MaxBy(record => record.Version)!.Document);

    private static string Told(KeyValuePair<string, System.Collections.Immutable.ImmutableArray<int>> term) =>
        $"{term.Key}:{string.Join(',', term.Value)}";

    /// <summary>Segments without a store.</summary>
    private sealed class MemorySegments
    {
        private readonly List<Segment> segments = [];
        private readonly Dictionary<string, List<byte[]>> blocks = [];
        private readonly Dictionary<string, DocumentFacts[]> facts = [];
        private int made;

        /// <summary>Blocks that were read.</summary>
        public int Reads { get; set; }

        public bool IsFirstShape { get; init; }

        private SegmentReader Reader => new(
            (segment, block, _) =>
            {
                Reads++;
                return Task.FromResult(blocks[segment.Id][block]);
            },
            (segment, row, _) => Task.FromResult(facts[segment.Id].Chunk(SegmentInfo.FactsOfRow).ElementAt(row)));

        public async Task Add(SegmentDraft draft)
        {
            var (id, written) = ($"{made++}", new List<byte[]>());
            var starts = await draft.Write((_, bytes, _) =>
            {
                written.Add(bytes);
                return Task.CompletedTask;
            }, default);
            Assert.All(written, block => Assert.InRange(block.Length, 1, 64 << 10));
            blocks[id] = written;
            facts[id] = DocumentCodec.ReadAll(DocumentCodec.WriteAll(draft.Facts));
            var info = new SegmentInfo(id, facts[id].Length, 1, written.Count, 0) { HeadRows = IsFirstShape ? 0 : 1 };
            segments.Add(IsFirstShape
                ? new(info, [.. facts[id].Select(RecordVersion.Of)], [.. starts.Select(start => start with { Ordinal = int.MaxValue })])
                : Segment.Read(info, Segment.Write(draft.Facts, starts)));
        }

        public async Task Merge()
        {
            var parts = SearchSnapshot.Of(segments).Parts.ToList();
            segments.Clear();
            await Add(await SegmentDraft.Of(parts, Reader, default));
        }

        public Task<List<(ItsmServerless.Kernel.Ids.RecordId Id, int Version)>> Find(SearchQuery query, bool seesInternal) =>
            Find(new(query, seesInternal, []));

        /// <summary>The first so many of the only segment.</summary>
        public async Task<List<string>> Take(int count, string text, params string[][] narrowed)
        {
            var (segment, alive) = Assert.Single(SearchSnapshot.Of(segments).Parts);
            return await new SegmentSearch(segment, Reader, alive).Find(new(SearchQuery.Parse(text).Value, false, narrowed), default)
                .Take(count).Select(found => found.Id.Value).ToListAsync();
        }

        private async Task<List<(ItsmServerless.Kernel.Ids.RecordId Id, int Version)>> Find(SearchScope scope)
        {
            var found = new List<DocumentFacts>();
            foreach (var (segment, alive) in SearchSnapshot.Of(segments).Parts)
                await foreach (var each in new SegmentSearch(segment, Reader, alive).Find(scope, default)) found.Add(each);
            return [.. found.Order(FactOrder.Instance).Select(each => (each.Id, each.Version))];
        }
    }
}
