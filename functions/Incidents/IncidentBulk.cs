using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Incidents;

/// <summary>What can be done with many incidents in one request: the same commands as for one.</summary>
internal static class IncidentBulk
{
    public static IServiceCollection AddIncidentBulk(this IServiceCollection services) => services
        .Add<EditIncident>("EditIncident", (desk, request, id, cancel) => desk.Edit(request, id, cancel))
        .Add<AssignIncident>("AssignIncident", (incident, request) => AssignIncident.Decide(incident, request.Body))
        .Add<StartIncident>("StartIncident", (incident, _) => StartIncident.Decide(incident))
        .Add<HoldIncident>("HoldIncident", (incident, request) => HoldIncident.Decide(incident, request.Body))
        .Add<ResumeIncident>("ResumeIncident", (incident, _) => ResumeIncident.Decide(incident))
        .Add<ResolveIncident>("ResolveIncident", (incident, request) => ResolveIncident.Decide(incident, request.Body))
        .Add<CloseIncident>("CloseIncident", (incident, _) => CloseIncident.Decide(incident))
        .Add<CancelIncident>("CancelIncident", (incident, request) => CancelIncident.Decide(incident, request.Body))
        .Add<CommentOnIncident>("CommentOnIncident", (incident, request) =>
            CommentOnIncident.Decide(incident, request.Body, request.NewId("cmt"), request.Caller));

    private static IServiceCollection Add<TBody>(
        this IServiceCollection services, string function,
        Func<Incident, Request<TBody>, Decision<IncidentEvent>> decide) where TBody : class, IBody<TBody> =>
        services.Add<TBody>(function, (desk, request, id, cancel) =>
            desk.Change(request, id, incident => decide(incident, request), cancel));

    private static IServiceCollection Add<TBody>(
        this IServiceCollection services, string function,
        Func<IncidentDesk, Request<TBody>, string, CancellationToken, Task<Outcome<Versioned<Incident>>>> change)
        where TBody : class, IBody<TBody> =>
        services.AddSingleton(provider => BulkOperation.Of<TBody>(function, (request, id, cancel) =>
            change(provider.GetRequiredService<IncidentDesk>(), request, id, cancel)
                .Map(record => new BulkDone(record.Id, record.Version))));
}
