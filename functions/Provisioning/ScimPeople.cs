using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tenants;

namespace ItsmServerless.Provisioning;

/// <summary>Finds people by what a directory knows of them. Who was taken away is not met.</summary>
public sealed class ScimPeople(EventLog log, Lists lists)
{
    private const int LongestId = 200;

    /// <summary>Whether a text has the shape of an id of this prefix, and nothing that a key may not hold.</summary>
    public static bool IsId(string prefix, string text) => text.Length <= LongestId &&
        text.StartsWith(prefix + "_", StringComparison.Ordinal) && text.Length > prefix.Length + 1 &&
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '@' or '-' or '=');

    /// <summary>One point read.</summary>
    public async Task<Versioned<Person>?> ById(TenantId tenant, string id, CancellationToken cancel) =>
        IsId(Person.Prefix, id) && await log.Find<Person, PersonEvent>(tenant, RecordId.From(id), cancel) is
        { State.Provisioned: null or { IsDeleted: false } } found ? found : null;

    /// <summary>Two point reads.</summary>
    public async Task<Versioned<Person>?> ByUserName(TenantId tenant, string name, CancellationToken cancel)
    {
        if (await By(tenant, Person.UserNamePartition, name.ToLowerInvariant(), cancel) is { } found) return found;
        return await ByAddress(tenant, name, cancel) is { State.Provisioned: null } byHand ? byHand : null;
    }

    /// <summary>Whom the first look-up of a filter finds that there is one for; null when nobody fits them all.</summary>
    internal async Task<Versioned<Person>?> Find(TenantId tenant, ScimFilter filter, CancellationToken cancel)
    {
        List<Versioned<Person>?> found = [];
        if (filter.Of("id") is { } id) found.Add(await ById(tenant, id, cancel));
        if (filter.Of("username") is { } name) found.Add(await ByUserName(tenant, name, cancel));
        if (filter.Of("externalid") is { } external) found.Add(await By(tenant, Person.ExternalIdPartition, external, cancel));
        if (filter.Of("emails") is { } address) found.Add(await ByAddress(tenant, address, cancel));
        return found is [{ } first, ..] && found.TrueForAll(other => other?.Id == first.Id) ? first : null;
    }

    /// <summary>One point read.</summary>
    public async Task<Versioned<Person>?> ByAddress(TenantId tenant, string address, CancellationToken cancel) =>
        EmailAddress.IsValid(address) ? await ById(tenant, Person.IdOf(EmailAddress.From(address)).Value, cancel) : null;

    private async Task<Versioned<Person>?> By(TenantId tenant, string partition, string name, CancellationToken cancel) =>
        await lists.Find(tenant, TableNames.Lookups, partition, KeyText.Escape(name), cancel) is { } row
            ? await ById(tenant, Person.IdOf(EmailAddress.From(row.GetString(Person.AddressColumn))).Value, cancel)
            : null;
}
