using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Tenants.Identity;

/// <summary>The issuers that a tenant trusts. What changes one is felt at once in this process, elsewhere within half a
/// minute.</summary>
public sealed class IdentityProviders(
    EventLog log, Lists lists, IssuerClaims claims, OutgoingTargets targets, IssuerDirectory directory)
{
    /// <summary>Makes or replaces; the key comes from the path.</summary>
    public async Task<Outcome<Versioned<IdentityProvider>>> Put(
        string key, Request<PutIdentityProvider> request, CancellationToken cancel)
    {
        var (command, entry) = (request.Command, request.Body.Entry(request.Command.Tenant, key));
        if (Flaws(key, entry.Issuer) is { Length: > 0 } errors) return Problem.Validation([.. errors]);
        if (await claims.Claim(entry, command.At, cancel) is { } taken) return taken;
        var before = await log.Find<IdentityProvider, IdentityProviderEvent>(command.Tenant, IdentityProvider.IdOf(key), cancel);
        var put = await Execute(key, command, _ => PutIdentityProvider.Decide(key, entry), cancel);
        if (before is not null) directory.Forget(before.State.Entry.Issuer);
        return put;
    }

    /// <summary>Ends a provider.</summary>
    public Task<Outcome<Versioned<IdentityProvider>>> Delete(string key, Request<NoBody> request, CancellationToken cancel) =>
        Execute(key, request.Command, DeleteIdentityProvider.Decide, cancel);

    /// <summary>One point read.</summary>
    public Task<Outcome<Versioned<IdentityProvider>>> Get(Caller caller, string key, CancellationToken cancel) =>
        log.Get<IdentityProvider, IdentityProviderEvent>(caller.Tenant, IdentityProvider.IdOf(key), cancel);

    /// <summary>One query over the rows of providers.</summary>
    public Task<Outcome<Page<IdentityProviderView>>> List(Caller caller, Paging paging, CancellationToken cancel) =>
        lists.Read(caller.Tenant, [new(TableNames.Settings, [IdentityProvider.Kind])], paging,
            row => IdentityProviderView.Of(SettingsRow.Read<IdentityProvider>(row)), cancel);

    private FieldError[] Flaws(string key, string issuer) =>
    [
        .. Check.Key("key", key),
        .. targets.Flaw(issuer) is { } flaw ? new FieldError[] { new("/issuer", "not_allowed", $"/issuer {flaw}.") } : [],
        .. Check.That(!issuer.Contains('?', StringComparison.Ordinal), "/issuer", "query", "/issuer has a query."),
    ];

    private async Task<Outcome<Versioned<IdentityProvider>>> Execute(
        string key, CommandContext command, Func<IdentityProvider?, Decision<IdentityProviderEvent>> decide, CancellationToken cancel)
    {
        var done = await log.Execute<IdentityProvider, IdentityProviderEvent>(command, IdentityProvider.IdOf(key), decide, cancel);
        return done.Map(provider =>
        {
            directory.Forget(provider.State.Entry.Issuer);
            return provider;
        });
    }
}
