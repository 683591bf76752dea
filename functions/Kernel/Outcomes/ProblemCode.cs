using System.Text.Json;

namespace ItsmServerless.Kernel.Outcomes;

/// <summary>Every refusal callers can meet. The wire form is snake case: <c>invalid_transition</c>. Codes are never
/// renamed.</summary>
public enum ProblemCode
{
    /// <summary>The body is not JSON, too deep, or holds what JSON text may not.</summary>
    InvalidJson,
    /// <summary>A field the body does not have.</summary>
    UnknownField,
    /// <summary>The same field twice.</summary>
    DuplicateField,
    /// <summary>A parameter of the URL or a header that cannot be read.</summary>
    InvalidParameter,
    /// <summary>An Idempotency-Key that is empty, too long, or not visible ASCII.</summary>
    InvalidKey,
    /// <summary>A cursor that is altered, old, another tenant's or another filter's.</summary>
    InvalidCursor,
    /// <summary>A credential in the query string.</summary>
    KeyInUrl,
    /// <summary>No credential, or not a valid one.</summary>
    Unauthenticated,
    /// <summary>A token that is expired, altered or foreign.</summary>
    InvalidToken,
    /// <summary>A message whose signature does not fit its body, or that has none.</summary>
    BadSignature,
    /// <summary>A message that was signed too long ago, or in the future.</summary>
    Stale,
    /// <summary>The role may not do this.</summary>
    Forbidden,
    /// <summary>The credential's person is not asked for this approval.</summary>
    NotTheApprover,
    /// <summary>The tenant is suspended.</summary>
    TenantSuspended,
    /// <summary>It does not exist, or belongs to another tenant.</summary>
    NotFound,
    /// <summary>The path is known, the method is not.</summary>
    MethodNotAllowed,
    /// <summary>A move the state machine does not know.</summary>
    InvalidTransition,
    /// <summary>The first request with this Idempotency-Key is still at work.</summary>
    InProgress,
    /// <summary>The slug belongs to another tenant.</summary>
    SlugTaken,
    /// <summary>It exists already.</summary>
    AlreadyExists,
    /// <summary>Others use it.</summary>
    InUse,
    /// <summary>The approver has decided before.</summary>
    AlreadyDecided,
    /// <summary>The request was edited after the question was put.</summary>
    RequestChanged,
    /// <summary>No approval policy matches: nobody could ever approve it.</summary>
    NoPolicy,
    /// <summary>A stage of the approval policy has too few people: it could never be met.</summary>
    PolicyUnmeetable,
    /// <summary>A freeze forbids the window.</summary>
    Freeze,
    /// <summary>Another change of the same item has the window.</summary>
    ScheduleConflict,
    /// <summary>The window lies outside the maintenance windows of a service or an item.</summary>
    OutsideMaintenanceWindow,
    /// <summary>Tasks are neither done nor skipped; see errors.</summary>
    TasksOpen,
    /// <summary>The question was withdrawn.</summary>
    NoLongerPending,
    /// <summary>The record changed since the caller read it.</summary>
    VersionConflict,
    /// <summary>If-Match is missing.</summary>
    PreconditionRequired,
    /// <summary>The body or a part of it is larger than allowed.</summary>
    PayloadTooLarge,
    /// <summary>The type of body is not taken here.</summary>
    UnsupportedMediaType,
    /// <summary>A field out of range; see errors.</summary>
    ValidationFailed,
    /// <summary>The same Idempotency-Key with another body.</summary>
    IdempotencyMismatch,
    /// <summary>Too many requests a minute.</summary>
    RateLimited,
    /// <summary>The plan's quota is used up.</summary>
    QuotaExceeded,
    /// <summary>A bug; the trace id finds it.</summary>
    Internal,
    /// <summary>Storage is away; the same request may be made again.</summary>
    StorageUnavailable,
}

/// <summary>The wire form of codes.</summary>
public static class ProblemCodeText
{
    /// <summary>Snake case: <c>invalid_transition</c>.</summary>
    public static string ToText(this ProblemCode code) => JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString());
}
