using ItsmServerless.Kernel.Languages;

namespace ItsmServerless.Approvals;

/// <summary>The words that an answer by mail decides with, in one language.</summary>
public sealed record BallotWords(string Approve, string Reject)
{
    /// <summary>In every language; those of the buttons on the page.</summary>
    public static InEach<BallotWords> InEach { get; } = new(
        new("approve", "reject"), new("genehmigen", "ablehnen"), new("approuver", "refuser"),
        new("aprobar", "rechazar"));

    /// <summary>What a line says that is one of the words, of any language and in any case, and nothing else; null for
    /// all other lines.</summary>
    public static VoteDecision? Decision(string line)
    {
        var word = line.Trim();
        foreach (var words in Enum.GetValues<Language>().Select(InEach.In))
        {
            if (word.Equals(words.Approve, StringComparison.OrdinalIgnoreCase)) return VoteDecision.Approve;
            if (word.Equals(words.Reject, StringComparison.OrdinalIgnoreCase)) return VoteDecision.Reject;
        }
        return null;
    }
}
