using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Search.Index;

/// <summary>Records and their words as bytes. The first number is the shape's version.</summary>
internal static class DocumentCodec
{
    private const int Shape = 1;

    /// <summary>A whole document.</summary>
    public static byte[] Write(IndexedDocument document)
    {
        var sink = new ByteSink();
        sink.Number(Shape);
        Write(sink, document.Facts);
        sink.Number(document.Terms.Length);
        foreach (var (term, positions) in document.Terms)
        {
            sink.Text(term);
            Postings.WritePositions(sink, positions.AsSpan());
        }
        return sink.Take();
    }

    public static IndexedDocument Read(ReadOnlySpan<byte> bytes)
    {
        var source = new ByteSource(bytes);
        source.Number();
        var facts = ReadFacts(ref source);
        var terms = ImmutableArray.CreateBuilder<KeyValuePair<string, ImmutableArray<int>>>(source.Number());
        while (terms.Count < terms.Capacity)
            terms.Add(new(source.Text(), ImmutableCollectionsMarshal.AsImmutableArray(Postings.ReadPositions(ref source))));
        return new(facts, terms.MoveToImmutable());
    }

    /// <summary>The facts of a segment's records, in its order.</summary>
    public static byte[] WriteAll(IEnumerable<DocumentFacts> documents)
    {
        var sink = new ByteSink();
        sink.Number(Shape);
        foreach (var facts in documents) Write(sink, facts);
        return sink.Take();
    }

    public static DocumentFacts[] ReadAll(ReadOnlySpan<byte> bytes)
    {
        var source = new ByteSource(bytes);
        var all = new List<DocumentFacts>();
        source.Number();
        while (!source.IsAtEnd) all.Add(ReadFacts(ref source));
        return [.. all];
    }

    private static void Write(ByteSink sink, DocumentFacts facts)
    {
        sink.Text(facts.Id.Value);
        sink.Number(facts.Version);
        sink.Number(facts.UpdatedAt);
        sink.Text(facts.Practice);
        sink.Text(facts.State);
        sink.Number(facts.IsOpen ? 1 : 0);
        sink.Text(facts.Requester);
        sink.Text(facts.ReportedBy);
        sink.Text(facts.Group);
    }

    /// <summary>Words that many records share are kept in memory once.</summary>
    private static DocumentFacts ReadFacts(ref ByteSource source) => new(
        RecordId.From(source.Text()), source.Number(), source.Long(), string.Intern(source.Text()),
        string.Intern(source.Text()), source.Number() == 1, source.Text(), source.Text(), source.Text());
}
