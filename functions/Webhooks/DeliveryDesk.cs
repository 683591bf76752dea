using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Webhooks;

/// <summary>What admins see of deliveries, and do with them.</summary>
public sealed class DeliveryDesk(
    EventLog log, WebhookDesk webhooks, Deliveries deliveries, DeliveryQueue queue, Courier courier)
{
    private const int Tries = 3;

    /// <summary>A webhook's deliveries, newest first. A point read and a query.</summary>
    public async Task<Outcome<Page<DeliveryView>>> List(
        TenantId tenant, string key, DeliveryState? state, Paging paging, CancellationToken cancel)
    {
        if ((await webhooks.Get(tenant, key, cancel)).IsRefused(out var unknown, out _)) return unknown;
        return await deliveries.List(tenant, key, state, paging, cancel);
    }

    /// <summary>One delivery. One point read.</summary>
    public async Task<Outcome<DeliveryView>> Get(TenantId tenant, string key, string id, CancellationToken cancel) =>
        (await Find(tenant, key, id, cancel)).Map(stored => DeliveryView.Of(stored.Delivery));

    /// <summary>Posts a delivery anew, with the same id and body. The same request again changes nothing.</summary>
    public async Task<Outcome<DeliveryView>> Replay(
        string key, string id, Request<NoBody> request, CancellationToken cancel)
    {
        var tenant = request.Command.Tenant;
        if ((await webhooks.Get(tenant, key, cancel)).IsRefused(out var unknown, out _)) return unknown;
        if ((await Find(tenant, key, id, cancel)).IsRefused(out var missing, out var stored)) return missing;
        return await Once<DeliveryView>(key, request.Command, async () =>
            DeliveryView.Of(await Replay(tenant, stored, request.Command.Id, cancel)), cancel);
    }

    /// <summary>The same for those of a time, at most a thousand, newest first.</summary>
    public async Task<Outcome<ReplayedDeliveries>> Replay(
        string key, Request<ReplayDeliveries> request, CancellationToken cancel)
    {
        var (tenant, body, command) = (request.Command.Tenant, request.Body, request.Command);
        if ((await webhooks.Get(tenant, key, cancel)).IsRefused(out var unknown, out _)) return unknown;
        return await Once(key, command, () => Replay(key, body, command, cancel), cancel);
    }

    private async Task<Outcome<ReplayedDeliveries>> Replay(
        string key, ReplayDeliveries body, CommandContext command, CancellationToken cancel)
    {
        var (tenant, most) = (command.Tenant, ReplayDeliveries.Most);
        var found = await deliveries.Between(tenant, key, body.From!.Value, body.To ?? command.At, most + 1, cancel);
        var chosen = found.Take(most).Where(one => body.Takes(one.Delivery.State)).ToList();
        foreach (var stored in chosen) await Replay(tenant, stored, command.Id, cancel);
        return new ReplayedDeliveries(chosen.Count, found.Count > most ? found[most - 1].Delivery.CreatedAt : null);
    }

    /// <summary>Posts a test now, and says what came of it.</summary>
    public async Task<Outcome<DeliveryView>> Test(string key, Request<NoBody> request, CancellationToken cancel)
    {
        var (tenant, command) = (request.Command.Tenant, request.Command);
        if ((await webhooks.Get(tenant, key, cancel)).IsRefused(out var unknown, out _)) return unknown;
        return await Once(key, command, () => Test(key, command, cancel), cancel);
    }

    private async Task<Outcome<DeliveryView>> Test(string key, CommandContext command, CancellationToken cancel)
    {
        var tenant = command.Tenant;
        var id = DeliveryIds.Of(tenant, key, command.Id.Value, command.At);
        var body = WebhookMessage.OfTest(command.By, command.At);
        var test = Delivery.Of(id, key, WebhookMessage.TestType, null, command.At).Discarded("It is a test.");
        await deliveries.Add(tenant, test, body, cancel);
        var stored = (await deliveries.Find(tenant, key, id, cancel))!;
        var after = stored with { Delivery = (await courier.Attempt(tenant, stored, cancel))(stored.Delivery).Ended() };
        await deliveries.TryWrite(tenant, after, cancel);
        return DeliveryView.Of(after.Delivery);
    }

    private Task<Outcome<T>> Once<T>(
        string key, CommandContext command, Func<Task<Outcome<T>>> act, CancellationToken cancel) =>
        log.Once(command, Webhook.IdOf(key), act, cancel);

    private async Task<Outcome<StoredDelivery>> Find(
        TenantId tenant, string key, string id, CancellationToken cancel) =>
        RecordId.TryParse(Delivery.Prefix, id, out var delivery) &&
        await deliveries.Find(tenant, key, delivery.Value, cancel) is { } stored
            ? stored
            : Problem.NotFound("such delivery");

    private async Task<Delivery> Replay(
        TenantId tenant, StoredDelivery stored, CommandId by, CancellationToken cancel)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var next = stored.Delivery.ReplayedBy == by ? stored.Delivery : stored.Delivery.Replayed(by);
            if (next == stored.Delivery || await deliveries.TryWrite(tenant, stored with { Delivery = next }, cancel))
            {
                await queue.Send(new(tenant, next.Webhook, next.Id, next.Round), cancel);
                return next;
            }
            stored = (await deliveries.Find(tenant, next.Webhook, next.Id, cancel))!;
        }
        throw new InvalidOperationException($"{stored.Delivery.Id} changed {Tries} times while it was replayed.");
    }
}
