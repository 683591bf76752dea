using System.Collections.Immutable;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Tenants;

/// <summary>The groups of a tenant.</summary>
public sealed class Groups(EventLog log, Lists lists, TeamsChannels channels)
{
    /// <summary>Makes or replaces; the key comes from the path.</summary>
    public async Task<Outcome<Versioned<Group>>> Put(
        string key, Request<PutGroup> request, CancellationToken cancel)
    {
        if (await channels.Lacks(request.Command.Tenant, request.Body.Teams, cancel) is { } refusal) return refusal;
        return await log.Execute<Group, GroupEvent>(
            request.Command, Group.IdOf(key), _ => PutGroup.Decide(key, request.Body), cancel);
    }

    /// <summary>One point read.</summary>
    public Task<Outcome<Versioned<Group>>> Get(Caller caller, string key, CancellationToken cancel) =>
        log.Get<Group, GroupEvent>(caller.Tenant, Group.IdOf(key), cancel);

    /// <summary>One query over the rows of groups.</summary>
    public Task<Outcome<Page<GroupView>>> List(Caller caller, Paging paging, CancellationToken cancel) => lists.Read(
        caller.Tenant, [new(TableNames.Settings, [Group.ListPartition])], paging, row => GroupView.Of(SettingsRow.Read<Group>(row)), cancel);

    /// <summary>The members of a group; none when there is no such group. One point read.</summary>
    public async Task<ImmutableArray<EmailAddress>> Members(TenantId tenant, string key, CancellationToken cancel) =>
        (await log.Find<Group, GroupEvent>(tenant, Group.IdOf(key), cancel))?.State.Members ?? [];
}
