using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.Desk.Bus;
using ItsmServerless.Local.Desk.Markup;
using ItsmServerless.Local.Desk.Orchestrations;
using ItsmServerless.Local.Durable;
using ItsmServerless.Local.ServiceBus;
using ItsmServerless.Local.Timers;

namespace ItsmServerless.Local.Desk.Time;

/// <summary>What will happen by itself, and when.</summary>
internal sealed class DeskDue(DurableEngine engine, LocalServiceBus bus, TimerTriggers timers)
{
    private const int MostScheduled = 500;

    /// <summary>Something that waits for its time.</summary>
    public sealed record Due(DateTimeOffset At, string Kind, Html What);

    /// <summary>The next ones, earliest first.</summary>
    public IReadOnlyList<Due> Next(int most) =>
        [.. Timers(most).Concat(Functions()).Concat(Messages()).OrderBy(due => due.At).Take(most)];

    private IEnumerable<Due> Timers(int most) =>
        from timer in engine.NextTimers(most)
        select new Due(
            timer.Due,
            "Orchestration",
            Elements.Link(OrchestrationLinks.Page(timer.InstanceId), Elements.Id(timer.InstanceId)));

    private IEnumerable<Due> Functions() =>
        from timer in timers.Occurrences()
        let next = timer.Next
        where next.HasValue
        select new Due(next.GetValueOrDefault(), "Timer function", Html.Text(timer.Function));

    private IEnumerable<Due> Messages() =>
        from mailbox in bus.Counts()
        where mailbox.Scheduled > 0
        from message in bus.Peek(mailbox.Path, MostScheduled, state: ServiceBusMessageState.Scheduled)
        select new Due(
            message.ScheduledEnqueueTime, "Scheduled message",
            Html.Of($"{Elements.Link(BusLinks.Mailbox(mailbox.Path), mailbox.Path)} {message.Subject}"));
}
