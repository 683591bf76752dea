using System.Collections.Immutable;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Search.Text;

namespace ItsmServerless.Search.Index;

/// <summary>What is known of a record beside its words: what searches are narrowed by.</summary>
/// <param name="UpdatedAt">In ticks since 1970: results are newest first.</param>
public sealed record DocumentFacts(
    RecordId Id, int Version, long UpdatedAt, string Practice, string State, bool IsOpen, string Requester,
    string ReportedBy, string Group);

/// <summary>A text of a record.</summary>
/// <param name="IsInternal">Whether only the desk may read it.</param>
public sealed record DocumentField(string Text, bool IsInternal = false);

/// <summary>A record with the places of its words.</summary>
/// <param name="Terms">Words in the order of their characters; each with its positions, rising.</param>
/// <remarks>A position is 65,536 times the number of the text, and the position in it: no phrase reaches over two texts.
/// Words of what only the desk may read are other words: they begin with U+0001.</remarks>
public sealed record IndexedDocument(DocumentFacts Facts, ImmutableArray<KeyValuePair<string, ImmutableArray<int>>> Terms)
{
    /// <summary>What words that only the desk may read begin with.</summary>
    public const string Internal = "\u0001";

    private const int FieldBits = 16;
    private const int MostFields = 30_000;

    /// <summary>Bytes that words may take: a row has to hold the record.</summary>
    private const int MostBytes = 700_000;

    /// <summary>Cuts texts into words. What is too much is not found.</summary>
    public static IndexedDocument Of(DocumentFacts facts, IEnumerable<DocumentField> fields)
    {
        var (terms, bytes) = (new Dictionary<string, List<int>>(StringComparer.Ordinal), 0);
        foreach (var (field, number) in fields.Take(MostFields).Select((field, number) => (field, number)))
        {
            foreach (var token in TextTokens.Of(field.Text))
            {
                var term = field.IsInternal ? Internal + token.Text : token.Text;
                if (!terms.TryGetValue(term, out var positions))
                {
                    bytes += 3 * term.Length;
                    terms[term] = positions = [];
                }
                bytes += 4;
                if (bytes > MostBytes) break;
                var position = (number << FieldBits) + token.Position;
                if (positions.Count == 0 || positions[^1] != position) positions.Add(position);
            }
        }
        return new(facts, [.. terms.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToImmutableArray()))]);
    }

    /// <summary>The terms that a token means: itself, or all that begin with it.</summary>
    internal IEnumerable<ImmutableArray<int>> Positions(string term, bool isPrefix)
    {
        var (low, high) = (0, Terms.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(Terms[middle].Key, term) < 0) low = middle + 1;
            else high = middle;
        }
        for (; low < Terms.Length && (isPrefix ? Terms[low].Key.StartsWith(term, StringComparison.Ordinal) : Terms[low].Key == term); low++)
            yield return Terms[low].Value;
    }
}
