using System.Text.Json.Nodes;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tenants;

namespace ItsmServerless.Provisioning;

/// <summary>Pages of what a tenant has of a kind, without a filter.</summary>
public sealed class ScimLists(Lists lists)
{
    /// <summary>The page. By cursor one query; by index, where SCIM wants to be told how many there are, the keys of
    /// all (a transaction for 1,000) and the rows of the page alone.</summary>
    /// <param name="view">Null for what is not to be shown.</param>
    internal Task<Outcome<JsonObject>> Page<T>(
        TenantId tenant, string partition, ScimPage page, Func<T, JsonObject?> view, CancellationToken cancel)
        where T : class => page.Cursor is { } cursor
        ? ByCursor(tenant, partition, page.Count, cursor, view, cancel)
        : ByIndex(tenant, partition, page, view, cancel);

    private async Task<Outcome<JsonObject>> ByCursor<T>(
        TenantId tenant, string partition, int count, string cursor, Func<T, JsonObject?> view, CancellationToken cancel)
        where T : class
    {
        var paging = new Paging(count, cursor.Length == 0 ? null : cursor);
        var read = await lists.Read(
            tenant, [new(TableNames.Settings, [partition])], paging, row => view(SettingsRow.Read<T>(row)), cancel);
        return read.Map(found => ScimPage.Of([.. found.Items.OfType<JsonObject>()], found.NextCursor));
    }

    private async Task<Outcome<JsonObject>> ByIndex<T>(
        TenantId tenant, string partition, ScimPage page, Func<T, JsonObject?> view, CancellationToken cancel)
        where T : class
    {
        var keys = await lists.Keys(tenant, TableNames.Settings, partition, Person.HiddenColumn, cancel);
        var wanted = keys.Skip(page.Start - 1).Take(page.Count).ToList();
        if (wanted.Count == 0) return page.Of([], keys.Count);
        var rows = await lists.Between(tenant, TableNames.Settings, partition, wanted[0], wanted[^1], cancel);
        return page.Of([.. rows.Select(row => view(SettingsRow.Read<T>(row))).OfType<JsonObject>()], keys.Count);
    }
}
