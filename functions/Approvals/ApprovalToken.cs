using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>What a link in a mail says, signed: who may decide what, on which content, until when.</summary>
/// <param name="V">The shape of this record.</param>
/// <param name="Typ">That it is a link to an approval, whatever else is signed with the same key.</param>
/// <param name="Aud">The route that takes it. The signing key belongs to one installation, so no host is
/// needed.</param>
/// <param name="Ten">The tenant: an anonymous route has no other source for it.</param>
/// <param name="Apr">The approval.</param>
/// <param name="Gen">The generation of the question about the subject.</param>
/// <param name="Ask">The number of the question within the approval.</param>
/// <param name="Who">The hash of the approver's address: links are passed on and logged elsewhere.</param>
/// <param name="Hash">The hash of the content that is asked about.</param>
/// <param name="Jti">Names the link; the vote records it.</param>
/// <param name="Nbf">Unix seconds from which it is good.</param>
/// <param name="Exp">Unix seconds from which it is not.</param>
/// <param name="Act">What may be decided with it; null in links from before it was said.</param>
public sealed record ApprovalToken(
    int V, string Typ, string Aud, TenantId Ten, RecordId Apr, int Gen, int Ask, string Who, string Hash, string Jti,
    long Nbf, long Exp, string? Act = null)
{
    private const int Shape = 1;
    private const string Type = "approval";
    private const string Audience = "/approve";
    private const string Decisions = "approve reject";

    /// <summary>What a skewed clock of another machine may be off by.</summary>
    private static readonly Duration Skew = Duration.FromMinutes(5);

    /// <summary>The token for one approver of one question; the same whenever it is made.</summary>
    /// <param name="at">When the approver was asked or reminded.</param>
    public static ApprovalToken For(
        TenantId tenant, RecordId approval, int generation, int question, EmailAddress approver, string contentHash,
        Instant at)
    {
        var who = KeyText.Hash(approver.Value);
        var exp = (at + Approval.LinkLife).ToUnixTimeSeconds();
        var jti = KeyText.Hash($"{tenant}/{approval}/{question}/{who}/{exp}");
        return new(
            Shape, Type, Audience, tenant, approval, generation, question, who, contentHash, jti,
            (at - Skew).ToUnixTimeSeconds(), exp, Decisions);
    }

    /// <summary>Whether it is a link of ours that is good now.</summary>
    public bool IsGood(Instant now) =>
        (V, Typ, Aud) == (Shape, Type, Audience) && (Act is null or Decisions) &&
        now.ToUnixTimeSeconds() >= Nbf && now.ToUnixTimeSeconds() < Exp;

    /// <summary>Whose link it is among those who were asked; null when nobody's.</summary>
    public EmailAddress? ApproverIn(Approval approval) => approval.Questions
        .Where(question => question.Number == Ask).SelectMany(question => question.Ballots)
        .Select(ballot => (EmailAddress?)ballot.Approver.Person)
        .FirstOrDefault(person => KeyText.Hash(person!.Value.Value) == Who);
}
