using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace ItsmServerless.Approvals;

/// <summary>What the form of an approver's page sends.</summary>
/// <param name="Confirm">That the decision was asked for once more; for high risks only.</param>
/// <param name="Code">What was mailed to whoever decides; where the policy wants it only.</param>
/// <param name="Another">Anything: another code is to be mailed.</param>
public sealed record LinkForm(
    string? Proof, string? Decision, string? Comment, string? Confirm = null, string? Code = null,
    string? Another = null)
{
    /// <summary>The field for the code.</summary>
    public const string CodeField = "code";

    /// <summary>The field that asks for another code.</summary>
    public const string AnotherField = "another";

    /// <summary>The hidden field.</summary>
    public const string ProofField = "proof";

    /// <summary>The hidden field of the page that asks once more.</summary>
    public const string ConfirmField = "confirm";

    private const int Largest = 64 << 10;
    private static readonly FormOptions Limits = new()
    {
        BufferBodyLengthLimit = Largest,
        ValueLengthLimit = Largest,
        ValueCountLimit = 8,
    };

    /// <summary>Reads it; 415 for what is no form, 413 for what is too large, 422 for a field given twice.</summary>
    public static async Task<Outcome<LinkForm>> Read(HttpRequest request, CancellationToken cancel)
    {
        if (!IsOfThePage(request.ContentType))
            return new Problem(ProblemCode.UnsupportedMediaType, "What is taken here is a form.");
        try
        {
            return Of(await request.ReadFormAsync(Limits, cancel));
        }
        catch (InvalidDataException) // How the reader says that a limit was met.
        {
            return new Problem(ProblemCode.PayloadTooLarge, "The form is larger than the page's own can be.");
        }
    }

    /// <summary>What is wrong with the fields.</summary>
    public IEnumerable<FieldError> Validate() =>
    [
        .. Check.Present("/decision", Decision),
        .. Check.OneOf("/decision", Decision, Words<VoteDecision>.All),
        .. VoteComment.Check(Comment),
    ];

    /// <summary>The vote that the checked form casts.</summary>
    public CastVote By(OpenedLink link) => Reading(link) with
    {
        Decision = Words<VoteDecision>.Parse(Decision)!.Value,
        Comment = string.IsNullOrWhiteSpace(Comment) ? null : Comment.Trim(),
    };

    /// <summary>A vote for asking whether any vote could count.</summary>
    internal static CastVote Reading(OpenedLink link) => new(
        link.Approver, VoteDecision.Reject, VoteChannel.Link, null, link.Token.Hash, link.Token.Ask)
    { Link = link.Token.Jti };

    /// <summary>The one way in which a browser sends the page's form; of another charset the reader knows too much, and
    /// of a form in parts it says too little.</summary>
    private static bool IsOfThePage(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) &&
        type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) &&
        (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static Outcome<LinkForm> Of(IFormCollection form) =>
        form.FirstOrDefault(field => field.Value.Count > 1).Key is { } doubled
            ? Problem.Validation(new FieldError("/" + doubled, "duplicate_field", $"/{doubled} is given twice."))
            : new LinkForm(
                Value(form, ProofField), Value(form, "decision"), Value(form, "comment"), Value(form, ConfirmField),
                Value(form, CodeField), Value(form, AnotherField));

    private static string? Value(IFormCollection form, string name) =>
        form.TryGetValue(name, out var value) ? value : (string?)null;
}
