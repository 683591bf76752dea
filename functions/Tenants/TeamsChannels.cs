using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Tenants;

/// <summary>The Teams channels of a tenant.</summary>
public sealed class TeamsChannels(EventLog log, Lists lists, Signer signer, TeamsSettings settings)
{
    private const string Purpose = "teams-channel-url";

    /// <summary>Makes or replaces; the key comes from the path.</summary>
    public Task<Outcome<Versioned<TeamsChannel>>> Put(
        string key, Request<PutTeamsChannel> request, CancellationToken cancel)
    {
        var kept = settings.Kept(request.Body.Url!);
        var hidden = kept is null ? null : signer.Seal(Purpose, Context(request.Command.Tenant, key), kept);
        return log.Execute<TeamsChannel, TeamsChannelEvent>(
            request.Command, TeamsChannel.IdOf(key), _ => PutTeamsChannel.Decide(key, request.Body, hidden), cancel);
    }

    /// <summary>Ends a channel.</summary>
    public Task<Outcome<Versioned<TeamsChannel>>> Delete(
        string key, Request<NoBody> request, CancellationToken cancel) =>
        log.Execute<TeamsChannel, TeamsChannelEvent>(
            request.Command, TeamsChannel.IdOf(key), DeleteTeamsChannel.Decide, cancel);

    /// <summary>One point read.</summary>
    public Task<Outcome<Versioned<TeamsChannel>>> Get(Caller caller, string key, CancellationToken cancel) =>
        log.Get<TeamsChannel, TeamsChannelEvent>(caller.Tenant, TeamsChannel.IdOf(key), cancel);

    /// <summary>One query over the rows of channels.</summary>
    public Task<Outcome<Page<TeamsChannelView>>> List(Caller caller, Paging paging, CancellationToken cancel) =>
        lists.Read(caller.Tenant, [new(TableNames.Settings, [TeamsChannel.ListPartition])], paging,
            row => TeamsChannelView.Of(SettingsRow.Read<TeamsChannel>(row)), cancel);

    /// <summary>Where cards for it are posted; null when there is no such channel, or none that may be posted to any
    /// more. One point read.</summary>
    public async Task<Uri?> Address(TenantId tenant, string key, CancellationToken cancel)
    {
        if (await Find(tenant, key, cancel) is not { } channel) return null;
        var kept = signer.Open(Purpose, Context(tenant, key), channel.State.SealedUrl);
        return kept is null ? null : settings.Address(kept);
    }

    /// <summary>Whether there is such a channel. One point read.</summary>
    public async Task<bool> Has(TenantId tenant, string key, CancellationToken cancel) =>
        await Find(tenant, key, cancel) is not null;

    /// <summary>The refusal of a field <c>/teams</c> that names a channel which is not there; null when it may
    /// stay.</summary>
    internal async Task<Problem?> Lacks(TenantId tenant, string? key, CancellationToken cancel) =>
        key is null || await Has(tenant, key, cancel)
            ? null
            : Problem.Validation(new FieldError(
                "/teams", "unknown_channel", $"/teams is {key}; there is no such Teams channel."));

    private Task<Versioned<TeamsChannel>?> Find(TenantId tenant, string key, CancellationToken cancel) =>
        log.Find<TeamsChannel, TeamsChannelEvent>(tenant, TeamsChannel.IdOf(key), cancel);

    private static string Context(TenantId tenant, string key) => $"{tenant}/{key}";
}
