using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Kernel.Workflows;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>Takes the steps that an approval needs now. The orchestration and the sweeper both go through
/// here.</summary>
/// <remarks>Safe to repeat, alone or together with itself: the cause of a step is the command's id, so whoever else
/// takes the same step meets it in the log.</remarks>
public sealed class ApprovalKeeper(EventLog log, ApproverFinder finder, DueTable due, Clock clock) : IDueKeeper
{
    /// <inheritdoc/>
    public string Prefix => Approval.Prefix;

    /// <inheritdoc/>
    public Task Tend(DueEntry entry, CancellationToken cancel) =>
        Tend(ApprovalReference.Of(entry.Tenant, entry.Record, entry.At), cancel);

    /// <summary>Takes one step after the other until there is nothing to do but wait, and files until when.</summary>
    /// <returns>Until when to wait; null when the approval has ended.</returns>
    public async Task<Instant?> Tend(ApprovalReference about, CancellationToken cancel)
    {
        var until = await Steps(about, cancel);
        await due.Move(about.Tenant, about.Approval, about.Filed, until, cancel);
        return until;
    }

    private async Task<Instant?> Steps(ApprovalReference about, CancellationToken cancel)
    {
        var approval = (await log.Find<Approval, ApprovalEvent>(about.Tenant, about.Approval, cancel))?.State;
        while (approval is not null)
        {
            var now = clock.Now;
            switch (NextStep.Of(approval, now))
            {
                case NextStep.Wait wait: return wait.Until;
                case NextStep.Done: return null;
                case var step: approval = await Act(about, approval, step, now, cancel); break;
            }
        }
        return null;
    }

    private Task<Approval> Act(
        ApprovalReference about, Approval approval, NextStep step, Instant now, CancellationToken cancel) =>
        step switch
        {
            NextStep.Ask ask => Ask(about, approval, ask, now, cancel),
            NextStep.Remind remind => Remind(about, approval, remind, now, cancel),
            NextStep.TimeOut timeOut => Execute(
                about, $"timeout/{timeOut.Question}", now,
                state => TimeOutApproval.Decide(state, timeOut.Question, now), cancel),
            _ => throw new InvalidOperationException($"{step} is no step to take."),
        };

    private async Task<Approval> Ask(
        ApprovalReference about, Approval approval, NextStep.Ask ask, Instant now, CancellationToken cancel)
    {
        var roster = await finder.Find(about.Tenant, ask.To, approval, cancel);
        return await Execute(
            about, $"ask/{ask.Number}", now, state => AskApprovers.Decide(state, ask, roster, now), cancel);
    }

    /// <summary>Before people are told again it is looked at whether they are still there: an absence that was
    /// entered beforehand begins without an event.</summary>
    private async Task<Approval> Remind(
        ApprovalReference about, Approval approval, NextStep.Remind remind, Instant now, CancellationToken cancel)
    {
        await Review(about, approval, $"before/{remind.Question}/{approval.Open!.RemindedAt}", now, cancel);
        return await Execute(
            about, $"remind/{remind.Question}/{approval.Open!.RemindedAt}", now,
            state => RemindApprovers.Decide(state, remind.Question, now), cancel);
    }

    /// <summary>Takes the ballots of those who cannot vote any more, and passes the question on when the rest cannot
    /// answer it.</summary>
    /// <param name="cause">What made it necessary; the same cause again changes nothing.</param>
    internal async Task Review(
        ApprovalReference about, Approval approval, string cause, Instant now, CancellationToken cancel)
    {
        if (approval.Open is not { } open) return;
        var roster = await finder.Find(about.Tenant, NextStep.AskedOf(approval, open), approval, cancel);
        await Execute(
            about, $"review/{cause}", now, state => ReviewApprovers.Decide(state, open.Number, roster, now), cancel);
    }

    /// <summary>Steps decide nothing once they were taken: they need not be looked up before.</summary>
    private async Task<Approval> Execute(
        ApprovalReference about, string cause, Instant now, Func<Approval, Decision<ApprovalEvent>> decide,
        CancellationToken cancel)
    {
        var command = CommandContext.Internal(
            about.Tenant, CommandId.FromCause("approval", about.Approval.Value, cause), now) with
        { MayRepeat = false };
        var done = await log.Execute<Approval, ApprovalEvent>(command, about.Approval, state => decide(state!), cancel);
        return done.Value.State; // A refusal here is a conflict that outlasted its retries: the step is tried again.
    }
}
