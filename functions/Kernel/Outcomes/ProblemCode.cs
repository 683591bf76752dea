using System.Collections.Frozen;
using System.Text.Json;

namespace ItsmServerless.Kernel.Outcomes;

/// <summary>Every refusal callers can meet. The wire form is snake case: <c>invalid_transition</c>. Codes are never
/// renamed.</summary>
/// <remarks>The summary of a code says what it means, its remarks what the caller should do: callers read both at
/// <c>/problems/{code}</c>.</remarks>
public enum ProblemCode
{
    /// <summary>The body is not JSON, too deep, or holds what JSON text may not.</summary>
    /// <remarks>Send one JSON value in UTF-8, at most 64 levels deep, with Content-Type: application/json.</remarks>
    InvalidJson,
    /// <summary>A field the body does not have.</summary>
    /// <remarks>Take the field out, or spell it as the route's description does; names are camelCase and case counts.</remarks>
    UnknownField,
    /// <summary>The same field twice.</summary>
    /// <remarks>Send the field once.</remarks>
    DuplicateField,
    /// <summary>A parameter of the URL or a header that cannot be read.</summary>
    /// <remarks>The detail names the parameter and what it may be; correct it and send the request again.</remarks>
    InvalidParameter,
    /// <summary>An Idempotency-Key that is empty, too long, or not visible ASCII.</summary>
    /// <remarks>Use 1 to 255 visible ASCII characters; a random UUID for each operation is a good choice.</remarks>
    InvalidKey,
    /// <summary>A cursor that is altered, old, another tenant's or another filter's.</summary>
    /// <remarks>Begin the list again without a cursor, with the same filters from page to page.</remarks>
    InvalidCursor,
    /// <summary>A credential in the query string.</summary>
    /// <remarks>Send the credential in the Authorization header. Replace the one that stood in the URL: it may have
    /// been logged.</remarks>
    KeyInUrl,
    /// <summary>No credential, or not a valid one.</summary>
    /// <remarks>Send Authorization: Bearer and a key or token that is valid, not expired and not revoked.</remarks>
    Unauthenticated,
    /// <summary>A token that is expired, altered or foreign.</summary>
    /// <remarks>Ask for a new link; the old one is not made valid again.</remarks>
    InvalidToken,
    /// <summary>A message whose signature does not fit its body, or that has none.</summary>
    /// <remarks>Sign the raw bytes of the body with the secret of this source. After a rotation, use the new secret.</remarks>
    BadSignature,
    /// <summary>A message that was signed too long ago, or in the future.</summary>
    /// <remarks>Set the sender's clock, and sign when you send.</remarks>
    Stale,
    /// <summary>The role may not do this.</summary>
    /// <remarks>Use a credential with a role that may; the route's description lists them.</remarks>
    Forbidden,
    /// <summary>The credential is limited to the records of some groups; this is not theirs.</summary>
    /// <remarks>Keep to the groups that the detail names, or use a credential that is not limited.</remarks>
    OutsideGroups,
    /// <summary>A field that the role may not write.</summary>
    /// <remarks>Leave out the fields that errors name, or use a credential of a role that may write them.</remarks>
    FieldForbidden,
    /// <summary>The API key may not be used from the caller's address.</summary>
    /// <remarks>Call from one of the key's networks, or have an admin change its allowedNetworks.</remarks>
    NetworkNotAllowed,
    /// <summary>The API key has two secrets already.</summary>
    /// <remarks>Wait until formerSecretUntil has passed, or rotate with overlap PT0S, which ends both.</remarks>
    TwoSecrets,
    /// <summary>The credential's person is not asked for this approval.</summary>
    /// <remarks>Only who was asked, or their delegate, votes. GET /v1/changes/{id}/approvals shows whom that is.</remarks>
    NotTheApprover,
    /// <summary>The tenant is suspended.</summary>
    /// <remarks>Ask the operator of the installation. The data is kept.</remarks>
    TenantSuspended,
    /// <summary>It does not exist, or belongs to another tenant.</summary>
    /// <remarks>Look at the id. What belongs to another tenant, or is hidden from your role, is answered in the same
    /// way.</remarks>
    NotFound,
    /// <summary>The path is known, the method is not.</summary>
    /// <remarks>The Allow header lists the methods that the path takes.</remarks>
    MethodNotAllowed,
    /// <summary>A move the state machine does not know.</summary>
    /// <remarks>Read the record again: it is in another state than you think. The detail names both states.</remarks>
    InvalidTransition,
    /// <summary>The first request with this Idempotency-Key is still at work.</summary>
    /// <remarks>Wait as long as Retry-After says, then send the same request with the same key again.</remarks>
    InProgress,
    /// <summary>The slug belongs to another tenant.</summary>
    /// <remarks>Choose another slug.</remarks>
    SlugTaken,
    /// <summary>It exists already.</summary>
    /// <remarks>Read or change what is there instead.</remarks>
    AlreadyExists,
    /// <summary>Others use it.</summary>
    /// <remarks>Take it out of what uses it first; the errors name the users.</remarks>
    InUse,
    /// <summary>The approver has decided before.</summary>
    /// <remarks>Nothing is to be done: the decision stands, and the first one counts.</remarks>
    AlreadyDecided,
    /// <summary>The request was edited after the question was put.</summary>
    /// <remarks>Open the link of the newer message, which shows what is asked now.</remarks>
    RequestChanged,
    /// <summary>No approval policy matches: nobody could ever approve it.</summary>
    /// <remarks>PUT an approval policy that matches the change, then submit it again.</remarks>
    NoPolicy,
    /// <summary>A stage of the approval policy has too few people: it could never be met.</summary>
    /// <remarks>Name more approvers in the stage, or lower its quorum; absent people and authors of the change do not
    /// count.</remarks>
    PolicyUnmeetable,
    /// <summary>A freeze forbids the window.</summary>
    /// <remarks>Choose a window outside the freeze that errors name, or override it with a reason as a manager.</remarks>
    Freeze,
    /// <summary>Another change of the same item has the window.</summary>
    /// <remarks>Choose another window than the changes that errors name, or override them with a reason as a manager.</remarks>
    ScheduleConflict,
    /// <summary>The window lies outside the maintenance windows of a service or an item.</summary>
    /// <remarks>Choose a window inside those that errors name, or override them with a reason as a manager.</remarks>
    OutsideMaintenanceWindow,
    /// <summary>Tasks are neither done nor skipped; see errors.</summary>
    /// <remarks>Finish the tasks that errors name, or skip them with a reason.</remarks>
    TasksOpen,
    /// <summary>The question was withdrawn.</summary>
    /// <remarks>Nothing is to be done: the question was withdrawn.</remarks>
    NoLongerPending,
    /// <summary>The events asked for are not kept any more.</summary>
    /// <remarks>Read the records anew, then go on with the number that the detail names.</remarks>
    EventsExpired,
    /// <summary>The record changed since the caller read it, or there is none where If-Match asks for one.</summary>
    /// <remarks>Read the record again, look at what changed, and send the change with the new ETag in If-Match; to make a
    /// new one, leave If-Match out.</remarks>
    VersionConflict,
    /// <summary>If-Match is missing.</summary>
    /// <remarks>Send the ETag you read in If-Match, or If-Match: * to change whatever it is now.</remarks>
    PreconditionRequired,
    /// <summary>The body or a part of it is larger than allowed.</summary>
    /// <remarks>Send less; the detail names the limit.</remarks>
    PayloadTooLarge,
    /// <summary>The type of body is not taken here.</summary>
    /// <remarks>Send the Content-Type that the detail names.</remarks>
    UnsupportedMediaType,
    /// <summary>A field out of range; see errors.</summary>
    /// <remarks>Each of errors points at a field (RFC 6901) and says what it may be; correct them all and send it
    /// again.</remarks>
    ValidationFailed,
    /// <summary>The same Idempotency-Key with another body.</summary>
    /// <remarks>Use a new key for a new operation, or send the first body again with this key.</remarks>
    IdempotencyMismatch,
    /// <summary>Too many requests a minute.</summary>
    /// <remarks>Wait as long as Retry-After says. RateLimit says what is left, so that a client can slow down before.</remarks>
    RateLimited,
    /// <summary>The plan's quota is used up.</summary>
    /// <remarks>Wait for the next month, or ask the operator for a larger plan. Retry-After says when the quota is
    /// new.</remarks>
    QuotaExceeded,
    /// <summary>A bug; the trace id finds it.</summary>
    /// <remarks>Send the request again once; if it fails again, report the trace id.</remarks>
    Internal,
    /// <summary>Storage is away; the same request may be made again.</summary>
    /// <remarks>Wait as long as Retry-After says and send the same request again, with the same Idempotency-Key.</remarks>
    StorageUnavailable,
    /// <summary>The process has more to do than it can hold; the same request may be made again.</summary>
    /// <remarks>Wait as long as Retry-After says and send the same request again, with the same Idempotency-Key.</remarks>
    Overloaded,
}

/// <summary>The wire form of codes.</summary>
public static class ProblemCodeText
{
    private static readonly FrozenDictionary<string, ProblemCode> Codes =
        Enum.GetValues<ProblemCode>().ToFrozenDictionary(ToText);

    /// <summary>Snake case: <c>invalid_transition</c>.</summary>
    public static string ToText(this ProblemCode code) => JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString());

    /// <summary>The code of a wire form that was written before.</summary>
    internal static ProblemCode Parse(string text) => Codes[text];
}
