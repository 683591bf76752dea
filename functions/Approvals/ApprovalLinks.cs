using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ItsmServerless.Kernel;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>Makes and reads the links that approvers get by mail.</summary>
/// <remarks>The token is <c>kid.payload.signature</c>: HMAC-SHA-256 over canonical JSON, in the one base64url
/// spelling there is.
/// It lies in the path, not in a query, and is never logged.</remarks>
public sealed class ApprovalLinks(Signer signer, InstallationSettings installation)
{
    private const string LinkPurpose = "approval-link";
    private const string FormPurpose = "approval-form";
    private const string ConfirmPurpose = "approval-confirm";
    private const int LongestToken = 2_000;

    /// <summary>The address for one approver of one question. Deterministic: a mail that is written again holds the
    /// same one.</summary>
    /// <param name="generation">As the event that asks says it, like all that follows.</param>
    /// <param name="at">When the approver was asked or reminded; the link is good for seven days from then.</param>
    public string For(
        TenantId tenant, RecordId approval, int generation, int question, EmailAddress approver, string contentHash,
        Instant at)
    {
        var token = ApprovalToken.For(tenant, approval, generation, question, approver, contentHash, at);
        var payload = CanonicalJson.Of(JsonSerializer.SerializeToElement(token, Json.Stored));
        return $"{installation.PublicUrl}/approve/{signer.Sign(LinkPurpose, payload)}";
    }

    /// <summary>What a token says; null for one that is altered, foreign, for something else, too early or too
    /// late.</summary>
    public ApprovalToken? Read(string token, Instant now)
    {
        if (token.Length > LongestToken || signer.Verify(LinkPurpose, token) is not { } payload) return null;
        var read = JsonSerializer.Deserialize<ApprovalToken>(payload, Json.Stored);
        return read?.IsGood(now) == true ? read : null;
    }

    /// <summary>What the form carries in a hidden field: that the page was opened before the button was
    /// pressed.</summary>
    public string Proof(string token) =>
        Base64Url.EncodeToString(signer.Derive(FormPurpose, token.Split('.')[0], token));

    /// <summary>Whether the hidden field is the one of this token's page.</summary>
    public bool IsProof(string token, string? proof) => Same(Proof(token), proof);

    /// <summary>What the form that asks once more carries beside it: that this decision was asked for once
    /// before.</summary>
    public string Confirmation(string token, VoteDecision decision) => Base64Url.EncodeToString(
        signer.Derive(ConfirmPurpose, token.Split('.')[0], $"{token}\n{Words<VoteDecision>.Of(decision)}"));

    /// <summary>Whether the hidden field says that this decision was asked for before.</summary>
    public bool IsConfirmation(string token, VoteDecision decision, string? confirmation) =>
        Same(Confirmation(token, decision), confirmation);

    private static bool Same(string expected, string? given) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given ?? ""));
}
