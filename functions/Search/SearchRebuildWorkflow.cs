using ItsmServerless.Kernel.Ids;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ItsmServerless.Search;

/// <summary>Makes a tenant's index anew of its records, page by page.</summary>
/// <remarks>Version 1. One instance a request, <c>search-{tenant}-{id}</c>. The index that is there answers until the new
/// one is whole. Every page ends in continue-as-new; all of it may run twice.</remarks>
public sealed class SearchRebuildWorkflow(SearchRebuilder rebuilder)
{
    /// <summary>The name of the orchestration.</summary>
    public const string Name = "RebuildSearch";

    private const string Page = "RebuildSearchPage";

    private static readonly TaskOptions Patience = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 10, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(1)));

    /// <summary>Indexes the next page and begins anew, or ends.</summary>
    [Function(Name)]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var run = context.GetInput<SearchRebuildRun>()!;
        var next = await context.CallActivityAsync<SearchRebuildRun?>(Page, run, Patience);
        if (next is not null) context.ContinueAsNew(next);
    }

    /// <summary>Indexes a page, and puts the new index in the place of the old after the last one.</summary>
    [Function(Page)]
    public Task<SearchRebuildRun?> RebuildPage([ActivityTrigger] SearchRebuildRun run, CancellationToken cancel) =>
        rebuilder.Step(run, cancel);
}

/// <summary>How far a rebuild is.</summary>
/// <param name="After">The record that was indexed last; null before the first.</param>
/// <param name="Pages">Pages that are done.</param>
public sealed record SearchRebuildRun(TenantId Tenant, string Id, string? After = null, int Pages = 0);
