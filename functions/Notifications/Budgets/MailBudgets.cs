using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;

namespace ItsmServerless.Notifications.Budgets;

/// <summary>Counts what was sent, so that it does not become too much.</summary>
/// <remarks>A row of table <c>lookups</c> for each budget, in the partition <c>mail-budget|hash of its subject</c>: a
/// read, and a conditional write where something is taken. It is taken before the mail is sent and under the mail's own
/// name: a crash in between takes it once, and loses no mail.</remarks>
public sealed class MailBudgets(Tables tables, Clock clock)
{
    private const string Row = "taken";
    private const string Column = "Taken";
    private const int MostTries = 20;

    /// <summary>Whether one more may be sent, which is taken then; always true for a name that took before.</summary>
    /// <exception cref="InvalidOperationException">Too many took at once; it passes.</exception>
    public async Task<bool> Take(TenantId tenant, MailBudget budget, string key, CancellationToken cancel)
    {
        var table = tables.Of(tenant, TableNames.Lookups);
        var partition = $"mail-budget|{KeyText.Hash(budget.Subject)}";
        for (var tries = 0; tries < MostTries; tries++)
        {
            var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, Row, cancellationToken: cancel);
            var row = found.HasValue ? found.Value! : new TableEntity(partition, Row);
            var taken = Taken.Read(row.GetString(Column), clock.Now - budget.Window);
            if (taken.Has(key)) return true;
            if (taken.Entries.Count >= budget.Most) return false;
            row[Column] = taken.With(clock.Now, key).ToString();
            if (await IsWritten(table, row, cancel)) return true;
        }
        throw new InvalidOperationException("A mail budget is taken from by too many at once.");
    }

    private static async Task<bool> IsWritten(TableClient table, TableEntity row, CancellationToken cancel)
    {
        try
        {
            if (row.ETag == default) await table.AddEntityAsync(row, cancel);
            else await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancel);
            return true;
        }
        catch (RequestFailedException other) when (other.Status is 409 or 412)
        {
            return false; // Somebody took meanwhile, or our own answer was lost: look again.
        }
    }
}
