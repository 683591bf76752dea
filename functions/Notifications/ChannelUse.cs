using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tenants;

namespace ItsmServerless.Notifications;

/// <summary>Tells a person's own Teams channel from one that others read as well.</summary>
public sealed class ChannelUse(Lists lists)
{
    private const int PageSize = 200;

    /// <summary>The channels that a group has, or more than one person. All groups and people of the tenant are looked
    /// at, which is a query for each 200: what is for one person alone must not be posted where others read it.</summary>
    public async Task<IReadOnlySet<string>> Shared(TenantId tenant, CancellationToken cancel)
    {
        var ofGroups = await All(tenant, Group.ListPartition, row => SettingsRow.Read<Group>(row).Teams, cancel);
        var ofPeople = await All(tenant, Person.ListPartition, row => SettingsRow.Read<Person>(row).Teams, cancel);
        return ofPeople.GroupBy(key => key).Where(used => used.Count() > 1).Select(used => used.Key)
            .Concat(ofGroups).ToHashSet(StringComparer.Ordinal);
    }

    private async Task<List<string>> All(
        TenantId tenant, string partition, Func<Azure.Data.Tables.TableEntity, string?> channelOf,
        CancellationToken cancel)
    {
        var (found, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = await lists.Read(
                tenant, [new(TableNames.Settings, [partition])], new(PageSize, cursor), channelOf, cancel);
            found.AddRange(page.Value.Items.OfType<string>());
            cursor = page.Value.NextCursor;
        }
        while (cursor is not null);
        return found;
    }
}
