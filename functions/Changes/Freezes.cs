using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Changes;

/// <summary>The freezes of a tenant, each under a key.</summary>
public sealed class Freezes(EventLog log, Lists lists)
{
    /// <summary>Makes or replaces; the key comes from the path.</summary>
    public async Task<Outcome<Versioned<Freeze>>> Put(string key, Request<PutFreeze> request, CancellationToken cancel)
    {
        if (Check.Key("key", key).ToArray() is [var bad, ..]) return Problem.Validation(bad);
        return await log.Execute<Freeze, FreezeEvent>(
            request.Command, IdOf(key), current => PutFreeze.Decide(current, key, request.Body), cancel);
    }

    /// <summary>One point read.</summary>
    public Task<Outcome<Versioned<Freeze>>> Get(Caller caller, string key, CancellationToken cancel) =>
        log.Get<Freeze, FreezeEvent>(caller.Tenant, IdOf(key), cancel);

    /// <summary>One query, by key.</summary>
    public Task<Outcome<Page<FreezeView>>> List(Caller caller, Paging paging, CancellationToken cancel) => lists.Read(
        caller.Tenant, [new(TableNames.Settings, [Freeze.Kind])], paging,
        row => FreezeView.Of(SettingsRow.Read<Freeze>(row)), cancel);

    private static RecordId IdOf(string key) => RecordId.Named(Freeze.Prefix, key);
}
