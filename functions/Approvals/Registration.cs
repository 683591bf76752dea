using ItsmServerless.Approvals.Pages;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Approvals;

/// <summary>What the practice adds to the app.</summary>
internal static class Registration
{
    public static IServiceCollection AddApprovals(this IServiceCollection services) => services
        .AddSingleton(new WorkflowFamily("approval"))
        .AddSingleton(RecordKind.Of<Approval, ApprovalEvent>(Approval.Prefix))
        .AddSingleton(RecordKind.Of<ApprovalPolicy, ApprovalPolicyEvent>(ApprovalPolicy.Prefix))
        .AddSingleton<ApprovalPolicies>().AddSingleton<ApprovalDesk>().AddSingleton<ApprovalLinks>()
        .AddSingleton<ApprovalCodes>().AddSingleton<ApprovalLinkDesk>().AddSingleton<PageReading>()
        .AddSingleton<ApprovalPages>().AddSingleton<ApproverFinder>()
        .AddSingleton<ApprovalKeeper>().AddSingleton<IDueKeeper>(provider => provider.GetRequiredService<ApprovalKeeper>())
        .AddSingleton<BallotAddresses>().AddSingleton<MailVotes>()
        .AddSingleton<LateVotes>().AddSingleton<MeetablePolicy>()
        .AddSingleton<IEventConsumer, ApprovalConsumer>().AddSingleton<IEventConsumer, ApproverConsumer>();
}
