using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Approvals;

/// <summary>The activity of the workflow.</summary>
public sealed class ApprovalSteps(ApprovalKeeper keeper)
{
    /// <summary>The activity's name.</summary>
    public const string Name = "TakeApprovalSteps";

    /// <summary>Takes the steps that are due, and says how long to wait for the next.</summary>
    [Function(Name)]
    public async Task<ApprovalWait> Take([ActivityTrigger] ApprovalReference about, CancellationToken cancel) =>
        new((await keeper.Tend(about, cancel))?.ToDateTimeUtc());
}
