using ItsmServerless.Incidents.Views;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Incidents;

/// <summary>What the practice adds to the app.</summary>
internal static class Registration
{
    public static IServiceCollection AddIncidents(this IServiceCollection services) => services
        .AddSingleton(RecordKind.Of<Incident, IncidentEvent>(Incident.Prefix))
        .AddSingleton(RecordKind.Of<SavedView, SavedViewEvent>(SavedView.Prefix))
        .AddSingleton<ViewDesk>()
        .AddSingleton<IncidentDesk>()
        .AddSingleton<IncidentLists>()
        .AddSingleton<ListsInTurn>()
        .AddSingleton<IncidentParts>()
        .AddSingleton<IIncidentPart, CommentsPart>()
        .AddSingleton<IncidentFiles>()
        .AddIncidentBulk()
        .AddSingleton<ReportedIncidents>()
        .AddSingleton<Survivors>()
        .AddSingleton<IEventConsumer, MergeConsumer>();
}
