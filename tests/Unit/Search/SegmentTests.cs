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

    private static IEnumerable<IndexedDocument> Newest(IEnumerable<ModelRecord> records) =>
        records.GroupBy(record => record.Number).Select(group => group.MaxBy(record => record.Version)!.Document);

    private static string Told(KeyValuePair<string, System.Collections.Immutable.ImmutableArray<int>> term) =>
        $"{term.Key}:{string.Join(',', term.Value)}";

    /// <summary>Segments without a store.</summary>
    private sealed class MemorySegments
    {
        private readonly List<Segment> segments = [];
        private readonly Dictionary<string, List<byte[]>> blocks = [];
        private int made;

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
            var facts = DocumentCodec.ReadAll(DocumentCodec.WriteAll(draft.Facts));
            segments.Add(new(new(id, facts.Length, 1, written.Count, 0), facts, [.. starts]));
        }

        public async Task Merge()
        {
            var parts = SearchSnapshot.Of(segments).Parts.ToList();
            segments.Clear();
            await Add(SegmentDraft.Of(parts, Read));
        }

        public async Task<List<(ItsmServerless.Kernel.Ids.RecordId Id, int Version)>> Find(SearchQuery query, bool seesInternal)
        {
            var found = new List<DocumentFacts>();
            foreach (var (segment, alive) in SearchSnapshot.Of(segments).Parts)
            {
                var some = await new SegmentSearch(segment, Read, seesInternal).Find(query, default);
                some.And(alive);
                found.AddRange(some.Ordinals().Select(ordinal => segment.Facts[ordinal]));
            }
            return [.. found.Order(FactOrder.Instance).Select(facts => (facts.Id, facts.Version))];
        }

        private Task<byte[]> Read(SegmentInfo segment, int block, CancellationToken cancel) =>
            Task.FromResult(blocks[segment.Id][block]);
    }
}
