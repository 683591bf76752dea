using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>What the edge knows of a command: who, when, by which id, against which version.</summary>
/// <param name="Fingerprint">Hash of what was asked; the same id with another fingerprint is refused.</param>
/// <param name="At">The time of the command in whole milliseconds; the only clock that rules may use.</param>
public sealed record CommandContext(TenantId Tenant, Actor By, CommandId Id, string Fingerprint, Instant At)
{
    /// <summary>The caller's If-Match; null when there was none.</summary>
    public IfMatch? IfMatch { get; init; }

    /// <summary>Whether an existing record may only be changed with an If-Match (RFC 6585, 428).</summary>
    public bool IfMatchRequired { get; init; }

    /// <summary>The same command may come again: its row is looked up before it is decided.</summary>
    /// <remarks>Without it a repetition is met as well, by the row that its transaction cannot add again; but only
    /// where there is something to commit. Commands that decide nothing once they were taken need no more.</remarks>
    public bool MayRepeat { get; init; }

    /// <summary>Its first answer is promised to come again (an Idempotency-Key), also where no event tells it.</summary>
    public bool KeepsAnswer { get; init; }

    /// <summary>A command of the product itself, repeated safely by its cause.</summary>
    public static CommandContext Internal(TenantId tenant, CommandId id, Instant at) =>
        new(tenant, Actor.System, id, "", at) { MayRepeat = true };
}

/// <summary>A precondition on the record's version (RFC 9110, 13.1.1).</summary>
/// <param name="Version">The version the caller saw; null for <c>*</c>, "whatever it is now".</param>
public sealed record IfMatch(int? Version)
{
    /// <summary>Whether a record of this version passes.</summary>
    public bool Accepts(int version) => Version is null || Version == version;
}
