using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Kernel.Http;

/// <summary>The status code of every problem: the one place where refusals meet HTTP (RFC 9110, RFC 6585).</summary>
public static class ProblemStatus
{
    /// <summary>400 to 599.</summary>
    public static int Of(ProblemCode code) => code switch
    {
        ProblemCode.InvalidJson or ProblemCode.UnknownField or ProblemCode.DuplicateField or ProblemCode.InvalidParameter or
            ProblemCode.InvalidKey or ProblemCode.InvalidCursor or ProblemCode.KeyInUrl => 400,
        ProblemCode.Unauthenticated or ProblemCode.InvalidToken or ProblemCode.BadSignature or ProblemCode.Stale => 401,
        ProblemCode.Forbidden or ProblemCode.NetworkNotAllowed or ProblemCode.NotTheApprover or ProblemCode.OutsideGroups or
            ProblemCode.FieldForbidden or ProblemCode.TenantSuspended => 403,
        ProblemCode.NotFound => 404,
        ProblemCode.MethodNotAllowed => 405,
        ProblemCode.InvalidTransition or ProblemCode.TwoSecrets or ProblemCode.InProgress or ProblemCode.SlugTaken or ProblemCode.AlreadyExists or ProblemCode.InUse or
            ProblemCode.AlreadyDecided or ProblemCode.RequestChanged or ProblemCode.NoPolicy or ProblemCode.Freeze or ProblemCode.ScheduleConflict or
            ProblemCode.OutsideMaintenanceWindow or ProblemCode.TasksOpen => 409,
        ProblemCode.NoLongerPending or ProblemCode.EventsExpired => 410,
        ProblemCode.VersionConflict => 412,
        ProblemCode.PayloadTooLarge => 413,
        ProblemCode.UnsupportedMediaType => 415,
        ProblemCode.ValidationFailed or ProblemCode.IdempotencyMismatch or ProblemCode.PolicyUnmeetable => 422,
        ProblemCode.PreconditionRequired => 428,
        ProblemCode.RateLimited or ProblemCode.QuotaExceeded => 429,
        ProblemCode.StorageUnavailable or ProblemCode.Overloaded => 503,
        _ => 500,
    };

    /// <summary>The short title: the code as words.</summary>
    public static string Title(ProblemCode code)
    {
        var words = code.ToText().Replace('_', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
