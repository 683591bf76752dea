using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Workflows;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Changes;

/// <summary>What the practice adds to the app.</summary>
internal static class Registration
{
    public static IServiceCollection AddChanges(
        this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(RecordKind.Of<Change, ChangeEvent>(Change.Prefix))
        .AddSingleton(RecordKind.Of<Freeze, FreezeEvent>(Freeze.Prefix))
        .AddSingleton(RecordKind.Of<ChangeTemplate, ChangeTemplateEvent>(ChangeTemplate.Prefix))
        .AddSingleton(RecordKind.Of<ChangeQuestionnaire, ChangeQuestionnaireEvent>(ChangeQuestionnaire.Prefix))
        .AddSingleton(RecordKind.Of<MaintenanceWindow, MaintenanceWindowEvent>(MaintenanceWindow.Prefix))
        .AddSingleton(RecordKind.Of<CalendarFeed, CalendarFeedEvent>(CalendarFeed.Prefix) with { SharesRows = true })
        .AddSingleton(new WorkflowFamily("change"))
        .AddSingleton<MaintenanceWindows>().AddSingleton<Reservations>().AddSingleton<ChangeScheduling>()
        .AddSingleton<ChangeMonths>().AddSingleton<ChangeCalendars>().AddSingleton<CalendarFeeds>()
        .AddSingleton<ChangeModels>().AddSingleton<ChangeDesk>().AddSingleton<ChangeLists>()
        .AddSingleton<ChangeSchedule>().AddSingleton<Freezes>()
        .AddSingleton(ChangeSettings.Of(configuration)).AddSingleton<ChangeKeeper>()
        .AddSingleton<IDueKeeper>(provider => provider.GetRequiredService<ChangeKeeper>())
        .AddSingleton<IEventConsumer, ChangeConsumer>().AddSingleton<IEventConsumer, ChangeWatcher>()
        .AddSingleton<IEventConsumer, ReviewConsumer>().AddSingleton<ChangeReviews>().AddSingleton<SuccessReport>()
        .AddChangeBulk();
}
