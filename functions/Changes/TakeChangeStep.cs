using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>The product takes the step that a change needs. Never a command of a caller.</summary>
public static class TakeChangeStep
{
    /// <summary>The step, if it is still the one that the change needs.</summary>
    public static Decision<ChangeEvent> Decide(Change change, ChangeStep step, ChangeSettings settings, Instant now) =>
        ChangeStep.Of(change, settings, now) != step
            ? Decision<ChangeEvent>.Nothing
            : step switch
            {
                ChangeStep.Remind remind => new ChangeReminded(remind.Before, change.Content.Window.Start),
                ChangeStep.SayWindowPassed => new ChangeWindowPassed(change.Content.Window),
                ChangeStep.OpenReview => new ChangeReviewOpened(),
                ChangeStep.ChaseReview chase => new ChangeReviewChased(chase.Number),
                _ => Decision<ChangeEvent>.Nothing,
            };
}
