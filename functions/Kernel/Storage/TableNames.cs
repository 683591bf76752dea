using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Kernel.Storage;

/// <summary>Every table there is. Compared with docs/storage.md by a test.</summary>
/// <remarks>A tenant's table is <c>t</c> + its ULID in lower case + the name below; a shared table has the name
/// alone.</remarks>
public static class TableNames
{
    /// <summary>Tenant: all records, one partition each: head, events, commands.</summary>
    public const string Records = "records";

    /// <summary>Tenant: list rows of what is open, newest update first.</summary>
    public const string Open = "open";

    /// <summary>Tenant: list rows of what is closed, a partition a month.</summary>
    public const string Closed = "closed";

    /// <summary>Tenant: numbers of closed records, and the next free block of numbers.</summary>
    public const string Numbers = "numbers";

    /// <summary>Tenant: current versions of what the tenant configures (calendars, agreements, policies, services,
    /// configuration items, people, groups, keys, sources), and the unauthorised changes of items.</summary>
    public const string Settings = "settings";

    /// <summary>Tenant: other look-ups by key (message ids of mail, dedupe keys, open approvals, what depends on an
    /// item).</summary>
    public const string Lookups = "lookups";

    /// <summary>Tenant: list rows of receipts, a partition a state, newest first.</summary>
    public const string Receipts = "receipts";

    /// <summary>Tenant: what clocks came to, a partition a month, a row an incident.</summary>
    public const string Results = "results";

    /// <summary>Tenant: what is posted to webhooks, a partition a webhook, newest first.</summary>
    public const string Deliveries = "deliveries";

    /// <summary>Tenant: what happened, with numbers: a partition for each 250 of them.</summary>
    public const string Events = "events";

    /// <summary>Tenant: the index of words: its manifest, a partition for each segment.</summary>
    public const string Search = "search";

    /// <summary>Tenant: records whose words are in no segment of the index yet.</summary>
    public const string SearchRecent = "searchrecent";

    /// <summary>Shared: the operator's records of tenants.</summary>
    public const string Directory = "directory";

    /// <summary>Shared: one row a tenant, for lists and for the check whether it is suspended; and the slugs that are
    /// taken.</summary>
    public const string Tenants = "tenants";

    /// <summary>Shared: API keys by key id.</summary>
    public const string Keys = "keys";

    /// <summary>Shared: who trusts which issuer of tokens, by the hash of the issuer.</summary>
    public const string Issuers = "issuers";

    /// <summary>Shared: intake sources by the hash of their token.</summary>
    public const string Sources = "sources";

    /// <summary>Shared: calendar feeds by the hash of their token.</summary>
    public const string Feeds = "feeds";

    /// <summary>Shared: intents of commands that may not be published yet.</summary>
    public const string Pending = "pending";

    /// <summary>Shared: the next step of every record with a running clock, and of every open approval, ordered by due
    /// time.</summary>
    public const string Due = "due";

    /// <summary>Shared: what tenants used, by tenant, day and hour, their closed statements, and what the Azure Marketplace
    /// was told. It stays when a tenant ends.</summary>
    public const string Usage = "usage";

    /// <summary>The tables made for every new tenant.</summary>
    public static IReadOnlyList<string> OfTenants { get; } =
        [Records, Open, Closed, Numbers, Settings, Lookups, Receipts, Results, Deliveries, Events, Search, SearchRecent];

    /// <summary>Those of them whose rows are derived from records, and can be at any time: an export needs none of
    /// them.</summary>
    public static IReadOnlyList<string> Derived { get; } = [Open, Closed, Settings, Receipts];

    /// <summary>The tables made at start.</summary>
    public static IReadOnlyList<string> OfAll { get; } = [Directory, Tenants, Keys, Issuers, Sources, Feeds, Pending, Due, Usage];

    /// <summary>The name of a tenant's table in the account.</summary>
    public static string Of(TenantId tenant, string table) => (tenant == TenantId.Operator, table) switch
    {
        (true, Records) => Directory,
        (true, Tenants) => Tenants,
        (true, Usage) => Usage,
        (true, _) => throw new ArgumentOutOfRangeException(nameof(table), table, "The operator has no such table."),
        _ => "t" + tenant.Value[(TenantId.Prefix.Length + 1)..].ToLowerInvariant() + table,
    };
}
