using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Bulk;

/// <summary>A bulk as callers see it.</summary>
/// <param name="Stopped">Why the rest was not tried: the credential that asked for it was refused. Null when all was
/// tried.</param>
public sealed record BulkView(
    RecordId Id, BulkState State, BulkProgress Progress, Instant CreatedAt, Instant? CompletedAt, BulkProblem? Stopped)
{
    /// <summary>Where it is read.</summary>
    [JsonIgnore]
    public string Path => $"/v1/bulk/{Id}";

    /// <summary>The view of a record.</summary>
    public static BulkView Of(Versioned<BulkRun> record) => new(
        record.Id, record.State.State,
        new(record.State.Done, record.State.Of, record.State.Succeeded, record.State.Failed),
        record.State.CreatedAt, record.State.CompletedAt, record.State.Stopped);
}

/// <summary>How far it is.</summary>
public sealed record BulkProgress(int Done, int Of, int Succeeded, int Failed);

/// <summary>What came of one command.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Record">What there is now; null when it was refused.</param>
/// <param name="Version">The record's version after it.</param>
public sealed record BulkResult(
    int Index, string Operation, string Id, BulkStatus Status, RecordId? Record, int? Version, BulkProblem? Problem)
{
    /// <summary>The result of an outcome.</summary>
    public static BulkResult Of(int index, BulkItem item, Outcome<BulkDone> outcome) => outcome.Match(
        done => new BulkResult(index, item.Operation!, item.Id!, BulkStatus.Succeeded, done.Record, done.Version, null),
        problem => Refused(index, item, BulkProblem.Of(problem)));

    /// <summary>The result of a command that was refused.</summary>
    public static BulkResult Refused(int index, BulkItem item, BulkProblem problem) =>
        new(index, item.Operation!, item.Id!, BulkStatus.Failed, null, null, problem);
}

/// <summary>Whether a command was taken.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BulkStatus>))]
public enum BulkStatus
{
    /// <summary>It was taken, now or when it was tried before.</summary>
    [JsonStringEnumMemberName("succeeded")] Succeeded,
    /// <summary>It was refused; the problem says why.</summary>
    [JsonStringEnumMemberName("failed")] Failed,
}

/// <summary>Why a command was refused, as its route would have said it.</summary>
public sealed record BulkProblem(string Code, int Status, string Detail, ImmutableArray<FieldError> Errors)
{
    private static readonly string[] OfCredentials =
        [ProblemCode.Unauthenticated.ToText(), ProblemCode.TenantSuspended.ToText()];

    /// <summary>Whether it is the caller who is refused, and not the command: the rest is not tried.</summary>
    internal bool IsOfCredential => OfCredentials.Contains(Code);

    /// <summary>As the route would have said it.</summary>
    internal static BulkProblem Of(Problem problem) =>
        new(problem.Code.ToText(), ProblemStatus.Of(problem.Code), problem.Detail, problem.Errors);
}
