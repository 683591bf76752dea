using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Kernel.Workflows;
using ItsmServerless.Tenants;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Approvals;

/// <summary>Hears how people and groups change, and looks at the open questions that ask them. Safe to
/// repeat.</summary>
/// <remarks>One query for the tenant's open approvals, at most 1,000, and a point read for each.</remarks>
public sealed class ApproverConsumer(EventLog log, Lists lists, ApprovalKeeper keeper, Clock clock) : IEventConsumer
{
    /// <inheritdoc/>
    public bool Hears(string eventType) => eventType is "person.put" or "group.put" or "group.deleted";

    /// <inheritdoc/>
    public async Task On(PublishedEvent published, DurableTaskClient client, CancellationToken cancel)
    {
        var concerns = Concerned(published);
        foreach (var row in await lists.All(published.Tenant, TableNames.Lookups, Approval.PendingPartition, cancel))
        {
            var about = new ApprovalReference(published.Tenant, RecordId.From(row.RowKey));
            var approval = await log.Find<Approval, ApprovalEvent>(about.Tenant, about.Approval, cancel);
            if (approval?.State.Open?.Ballots.Any(ballot => MayFollow(ballot) && concerns(ballot.Approver)) == true)
                await keeper.Review(about, approval.State, published.Id, clock.Now, cancel);
        }
    }

    /// <summary>A ballot can be lost, or a lost one delegated after all.</summary>
    private static bool MayFollow(Ballot ballot) => ballot.State == BallotState.Pending || ballot.IsVacant;

    private static Func<Approver, bool> Concerned(PublishedEvent published)
    {
        if (published.Practice == Group.Practice)
        {
            var key = EventTypes<GroupEvent>.Read(published.Type, published.Data) is GroupPut put
                ? put.Key
                : ((GroupDeleted)EventTypes<GroupEvent>.Read(published.Type, published.Data)).Key;
            return approver => approver.Groups?.Contains(Group.ReferencePrefix + key) == true;
        }
        var person = ((PersonPut)EventTypes<PersonEvent>.Read(published.Type, published.Data)).Email;
        return approver => approver.Person == person || approver.OnBehalfOf == person;
    }
}
