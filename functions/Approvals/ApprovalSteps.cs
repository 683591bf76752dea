using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;
using Microsoft.Azure.Functions.Worker;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>Takes the steps that an approval needs now. Safe to repeat, alone or together with itself.</summary>
public sealed class ApprovalSteps(EventLog log, ApproverFinder finder, Clock clock)
{
    /// <summary>The activity's name.</summary>
    public const string Name = "TakeApprovalSteps";

    /// <summary>Takes one step after the other until there is nothing to do but wait.</summary>
    [Function(Name)]
    public async Task<ApprovalWait> Take([ActivityTrigger] ApprovalReference about, CancellationToken cancel)
    {
        while (await log.Find<Approval, ApprovalEvent>(about.Tenant, about.Approval, cancel) is { } approval)
        {
            var now = clock.Now;
            switch (NextStep.Of(approval.State, now))
            {
                case NextStep.Wait wait: return new(wait.Until.ToDateTimeUtc());
                case NextStep.Done: return new(Until: null);
                case var step: await Act(about, approval.State, step, now, cancel); break;
            }
        }
        return new(Until: null);
    }

    private Task Act(
        ApprovalReference about, Approval approval, NextStep step, Instant now, CancellationToken cancel) =>
        step switch
        {
            NextStep.Ask ask => Ask(about, approval, ask, now, cancel),
            NextStep.Remind remind => Execute(
                about, $"remind/{remind.Question}/{approval.Open!.RemindedAt}", now,
                state => RemindApprovers.Decide(state, remind.Question, now), cancel),
            NextStep.TimeOut timeOut => Execute(
                about, $"timeout/{timeOut.Question}", now,
                state => TimeOutApproval.Decide(state, timeOut.Question, now), cancel),
            _ => throw new InvalidOperationException($"{step} is no step to take."),
        };

    private async Task Ask(
        ApprovalReference about, Approval approval, NextStep.Ask ask, Instant now, CancellationToken cancel)
    {
        var found = await finder.Find(about.Tenant, ask.To, approval.Requester, now, cancel);
        await Execute(
            about, $"ask/{ask.Number}", now,
            state => AskApprovers.Decide(state, ask.Number, ask.Stage, ask.Escalated, found, now), cancel);
    }

    /// <summary>The cause is the command's id: whoever else takes the same step meets it in the log.</summary>
    private async Task Execute(
        ApprovalReference about, string cause, Instant now, Func<Approval, Decision<ApprovalEvent>> decide,
        CancellationToken cancel)
    {
        var command = CommandContext.Internal(
            about.Tenant, CommandId.FromCause("approval", about.Approval.Value, cause), now);
        var done = await log.Execute<Approval, ApprovalEvent>(command, about.Approval, state => decide(state!), cancel);
        _ = done.Value; // A refusal here is a conflict that outlasted its retries: the activity is tried again.
    }
}
