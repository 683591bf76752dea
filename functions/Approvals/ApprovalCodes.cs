using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Approvals;

/// <summary>Makes and compares the codes that are mailed to those who decide by a link.</summary>
/// <remarks>Six digits of HMAC-SHA-256 over a random seed and all that the code is bound to. Only the seed is stored:
/// a hash of six digits would be found by trying them, and the digits themselves are in the mail alone.</remarks>
public sealed class ApprovalCodes(Signer signer)
{
    private const string Purpose = "approval-code";
    private const int Codes = 1_000_000;

    /// <summary>The key that new ones are made with.</summary>
    public string Key => signer.ActiveKey;

    /// <summary>The code: the same for the same ballot, decision and seed.</summary>
    /// <exception cref="InvalidOperationException">The key was retired.</exception>
    public string Of(
        TenantId tenant, RecordId approval, int question, EmailAddress approver, VoteDecision decision, string key,
        string seed)
    {
        var text = $"{tenant}\n{approval}\n{question}\n{approver}\n{Words<VoteDecision>.Of(decision)}\n{seed}";
        var number = BinaryPrimitives.ReadUInt64BigEndian(signer.Derive(Purpose, key, text));
        return (number % Codes).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Whether it is the code of a decision, in constant time; none is once its key was retired.</summary>
    public bool Fits(TenantId tenant, RecordId approval, CastVote vote, OneTimeCode code, string entered) =>
        signer.Keys.Contains(code.Key) && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Of(
                tenant, approval, vote.Question!.Value, vote.Approver, vote.Decision, code.Key, code.Seed)),
            Encoding.ASCII.GetBytes(entered));
}
