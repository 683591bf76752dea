using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Workflows;
using ItsmServerless.ServiceLevels.Reports;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.ServiceLevels;

/// <summary>The services of the practice.</summary>
internal static class Registration
{
    public static IServiceCollection AddServiceLevels(this IServiceCollection services) => services
        .AddSingleton(RecordKind.Of<Calendar, CalendarEvent>(Calendar.Prefix))
        .AddSingleton(RecordKind.Of<Agreement, AgreementEvent>(Agreement.Prefix))
        .AddSingleton(new WorkflowFamily("clocks")).AddSingleton(new WorkflowFamily("recalculation"))
        .AddSingleton<Calendars>().AddSingleton<Agreements>().AddSingleton<AgreementUse>().AddSingleton<Commitments>()
        .AddSingleton<IncidentClocks>().AddSingleton<IIncidentPart, ClocksPart>().AddSingleton<ClockResults>().AddSingleton<ClockKeeper>()
        .AddSingleton<IDueKeeper>(provider => provider.GetRequiredService<ClockKeeper>())
        .AddSingleton<ReportDesk>().AddSingleton<IEventConsumer, ClockConsumer>()
        .AddSingleton(RecordKind.Of<Recalculation, RecalculationEvent>(Recalculation.Prefix))
        .AddSingleton<Recalculations>().AddSingleton<RecalculationRows>().AddSingleton<Recalculator>()
        .AddSingleton<WhatIfs>()
        .AddSingleton<IEventConsumer, RecalculationConsumer>();
}
