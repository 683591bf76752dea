using ItsmServerless.Kernel.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Search;

/// <summary>The services of the practice.</summary>
internal static class Registration
{
    public static IServiceCollection AddSearch(this IServiceCollection services) => services
        .AddSingleton<SearchStore>().AddSingleton<SearchCache>().AddSingleton<RecentDocuments>().AddSingleton<RecentWriter>()
        .AddSingleton<SearchDocuments>().AddSingleton<SearchMerger>().AddSingleton<SearchIndexing>()
        .AddSingleton<SearchIndex>().AddSingleton<SearchRebuilder>().AddSingleton<SearchDesk>()
        .AddSingleton(new WorkflowFamily("search"));
}
