using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>What a change needs next from the product itself. A closed set.</summary>
public abstract record ChangeStep
{
    private ChangeStep()
    {
    }

    /// <summary>The owner is to be reminded of the window.</summary>
    /// <param name="Before">The shortest of the times before it that have come.</param>
    public sealed record Remind(Duration Before) : ChangeStep;

    /// <summary>The window is over, and nobody began.</summary>
    public sealed record SayWindowPassed : ChangeStep;

    /// <summary>The review is to be opened.</summary>
    public sealed record OpenReview : ChangeStep;

    /// <summary>The review is to be asked for again.</summary>
    /// <param name="Number">1 for the first time; times that a downtime missed are not made up for.</param>
    public sealed record ChaseReview(int Number) : ChangeStep;

    /// <summary>Nothing until then, unless something happens.</summary>
    /// <param name="Until">Null: only until something happens.</param>
    public sealed record Wait(Instant? Until) : ChangeStep;

    /// <summary>Nothing any more.</summary>
    public sealed record Done : ChangeStep;

    /// <summary>The step. Pure: workflow and sweeper both go by it, so either alone is enough.</summary>
    public static ChangeStep Of(Change change, ChangeSettings settings, Instant now) => change.State switch
    {
        ChangeState.Closed or ChangeState.Cancelled => new Done(),
        ChangeState.Approved => BeforeTheEnd(change, now),
        ChangeState.Scheduled => Reminder(change, settings, now) ?? BeforeTheEnd(change, now, settings),
        ChangeState.Implemented => change.ReviewOpenedAt is { } opened
            ? Chase(change, settings, opened, now)
            : new OpenReview(),
        _ => new Wait(null),
    };

    /// <summary>A reminder whose time was over before the window was reserved is none.</summary>
    private static Remind? Reminder(Change change, ChangeSettings settings, Instant now)
    {
        if (now >= change.Content.Window.Start) return null;
        var due = Reminders(change, settings).Where(before => change.Content.Window.Start - before <= now).ToList();
        return due.Count > 0 ? new(due.Min()) : null;
    }

    private static ChangeStep BeforeTheEnd(Change change, Instant now, ChangeSettings? settings = null)
    {
        if (change.WindowPassedAt is not null) return new Wait(null);
        if (change.Content.Window.End <= now) return new SayWindowPassed();
        var reminders = settings is null ? [] : Reminders(change, settings);
        return new Wait(reminders.Select(before => change.Content.Window.Start - before).Where(at => at > now)
            .Append(change.Content.Window.End).Min());
    }

    /// <summary>Those that are still to come or due.</summary>
    private static IEnumerable<Duration> Reminders(Change change, ChangeSettings settings) => settings.RemindBefore
        .Where(before => change.RemindedBefore is not { } last || before < last)
        .Where(before => change.ScheduledAt is not { } at || change.Content.Window.Start - before > at);

    private static ChangeStep Chase(Change change, ChangeSettings settings, Instant opened, Instant now)
    {
        if (change.Reviews.Count > 0) return new Wait(null);
        var times = (int)((now - opened) / settings.ChaseReviewEvery);
        var last = Math.Min(times, settings.ChaseReviewAtMost);
        if (last > change.ReviewChases) return new ChaseReview(last);
        return new Wait(change.ReviewChases < settings.ChaseReviewAtMost
            ? opened + (settings.ChaseReviewEvery * (change.ReviewChases + 1))
            : null);
    }
}
