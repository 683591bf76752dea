using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;

namespace ItsmServerless.Webhooks;

/// <summary>The webhooks of a tenant.</summary>
public sealed class WebhookDesk(
    EventLog log, Lists lists, KeyBox box, OutgoingTargets targets, WebhookDirectory directory, Clock clock)
{
    /// <summary>Makes or replaces; the key comes from the path.</summary>
    public Task<Outcome<Versioned<Webhook>>> Put(string key, Request<PutWebhook> request, CancellationToken cancel)
    {
        var (body, command) = (request.Body, request.Command);
        var (flaw, fresh) = (targets.Flaw(body.Url!), box.Make(command.Tenant, key, body.Secret));
        return Execute(
            key, command, before => PutWebhook.Decide(key, before, body, flaw, fresh, command.At), cancel);
    }

    /// <summary>A new secret; the former signs as well for a day.</summary>
    public Task<Outcome<Versioned<Webhook>>> Rotate(string key, Request<NoBody> request, CancellationToken cancel)
    {
        var command = request.Command;
        var fresh = box.Make(command.Tenant, key, secret: null);
        return Execute(key, command, webhook => RotateSecret.Decide(webhook, fresh, command.At), cancel);
    }

    /// <summary>What receivers check signatures with; a secret that cannot be read any more is <c>not_found</c>. One
    /// point read.</summary>
    public async Task<Outcome<WebhookSecretView>> Secret(TenantId tenant, string key, CancellationToken cancel)
    {
        if ((await Get(tenant, key, cancel)).IsRefused(out var unknown, out var webhook)) return unknown;
        var keys = webhook.State.Keys;
        return box.Open(tenant, key, keys, clock.Now) is { } open
            ? WebhookSecretView.Of(keys, open)
            : Problem.NotFound("readable secret; put the webhook again");
    }

    /// <summary>Ends a webhook.</summary>
    public Task<Outcome<Versioned<Webhook>>> Delete(string key, Request<NoBody> request, CancellationToken cancel) =>
        Execute(key, request.Command, EndWebhook.Delete, cancel);

    /// <summary>One point read.</summary>
    public Task<Outcome<Versioned<Webhook>>> Get(TenantId tenant, string key, CancellationToken cancel) =>
        log.Get<Webhook, WebhookEvent>(tenant, Webhook.IdOf(key), cancel);

    /// <summary>One query over the rows of webhooks.</summary>
    public Task<Outcome<Page<WebhookView>>> List(Caller caller, Paging paging, CancellationToken cancel) =>
        lists.Read(caller.Tenant, [new(TableNames.Settings, [Webhook.Kind])], paging,
            row => WebhookView.Of(SettingsRow.Read<Webhook>(row)), cancel);

    private async Task<Outcome<Versioned<Webhook>>> Execute(
        string key, CommandContext command, Func<Webhook?, Decision<WebhookEvent>> decide, CancellationToken cancel)
    {
        var done = await log.Execute<Webhook, WebhookEvent>(command, Webhook.IdOf(key), decide, cancel);
        directory.Forget(command.Tenant);
        return done;
    }
}
