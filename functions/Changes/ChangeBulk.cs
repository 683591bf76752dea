using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Changes;

/// <summary>What can be done with many changes in one request: the same commands as for one.</summary>
internal static class ChangeBulk
{
    public static IServiceCollection AddChangeBulk(this IServiceCollection services) => services
        .Add<EditChange, ChangeDesk>("EditChange", (desk, request, id, cancel) => desk.Edit(request, id, cancel))
        .Add<NoBody, ChangeDesk>("SubmitChange", (desk, request, id, cancel) => desk.Submit(request, id, cancel))
        .Add<ScheduleChange, ChangeScheduling>("ScheduleChange", (scheduling, request, id, cancel) =>
            scheduling.Schedule(request, id, cancel))
        .Add<NoBody>("StartChange", (change, _) => StartChange.Decide(change))
        .Add<CompleteChange>("CompleteChange", CompleteChange.Decide)
        .Add<ReviewChange, ChangeReviews>("ReviewChange", (reviews, request, id, cancel) =>
            reviews.Review(request, id, cancel))
        .Add<NoBody>("CloseChange", (change, _) => CloseChange.Decide(change))
        .Add<CancelChange>("CancelChange", CancelChange.Decide);

    private static IServiceCollection Add<TBody>(
        this IServiceCollection services, string function, Func<Change, TBody, Decision<ChangeEvent>> decide)
        where TBody : class, IBody<TBody> =>
        services.Add<TBody, ChangeDesk>(function, (desk, request, id, cancel) =>
            desk.Move(request, id, change => decide(change, request.Body), cancel));

    private static IServiceCollection Add<TBody, TDesk>(
        this IServiceCollection services, string function,
        Func<TDesk, Request<TBody>, string, CancellationToken, Task<Outcome<Versioned<Change>>>> change)
        where TBody : class, IBody<TBody> where TDesk : notnull =>
        services.AddSingleton(provider => BulkOperation.Of<TBody>(function, (request, id, cancel) =>
            change(provider.GetRequiredService<TDesk>(), request, id, cancel)
                .Map(record => new BulkDone(record.Id, record.Version))));
}
