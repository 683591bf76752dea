using Azure.Data.Tables;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Local.Durable.Storage;

/// <summary>What must hold of an instance's row, in the words of a table query.</summary>
internal static class InstanceFilter
{
    private static readonly OrchestrationRuntimeStatus[] Over =
    [
        OrchestrationRuntimeStatus.Completed,
        OrchestrationRuntimeStatus.Failed,
        OrchestrationRuntimeStatus.Terminated,
    ];

    /// <summary>What a query asks for; an empty list of statuses asks for all.</summary>
    public static string Of(OrchestrationQuery query) => And(
        From("CreatedAt", query.CreatedFrom),
        To("CreatedAt", query.CreatedTo),
        StartsWith(query.InstanceIdPrefix),
        Statuses(query.Statuses));

    /// <summary>What is over and came to its end within a time.</summary>
    public static string Ended(
        IEnumerable<OrchestrationRuntimeStatus>? statuses, DateTimeOffset? from, DateTimeOffset? to) =>
        And(From("UpdatedAt", from), To("UpdatedAt", to), Statuses(Over), Statuses(statuses));

    /// <summary>What is over and was created within a time.</summary>
    public static string Purged(PurgeInstancesFilter filter) => And(
        From("CreatedAt", filter.CreatedFrom),
        To("CreatedAt", filter.CreatedTo),
        Statuses(Over),
        Statuses(filter.Statuses));

    /// <summary>The sub-orchestrations of an instance, of all its runs.</summary>
    public static string ChildrenOf(string instanceId) => TableClient.CreateQueryFilter($"ParentId eq {instanceId}");

    private static string And(params IEnumerable<string?> conditions) => string.Join(" and ", conditions.OfType<string>());

    private static string? From(string column, DateTimeOffset? from) =>
        from is { } time ? $"{column} ge {Literal(time)}" : null;

    private static string? To(string column, DateTimeOffset? to) =>
        to is { } time ? $"{column} le {Literal(time)}" : null;

    private static string Literal(DateTimeOffset time) => TableClient.CreateQueryFilter($"{time}");

    private static string? StartsWith(string? prefix) => string.IsNullOrEmpty(prefix)
        ? null
        : TableClient.CreateQueryFilter($"InstanceId ge {prefix} and InstanceId lt {prefix + '\uffff'}");

    private static string? Statuses(IEnumerable<OrchestrationRuntimeStatus>? statuses) =>
        statuses?.ToArray() is { Length: > 0 } some
            ? $"({string.Join(" or ", some.Select(status => TableClient.CreateQueryFilter($"Status eq {status.ToString()}")))})"
            : null;
}
