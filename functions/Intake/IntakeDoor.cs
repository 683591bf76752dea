using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Intake.Signing;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Intake;

/// <summary>Takes messages in: keeps the body first, then says so. What it says is read later.</summary>
public sealed class IntakeDoor(
    EventLog log, Tables tables, TenantStates tenants, MessageProof proof, MailLimits limits, Gatekeeper gate, Clock clock)
{
    private const int TokenLength = 43;
    private static readonly Problem Unknown = Problem.NotFound("such intake source");

    /// <summary>Keeps a message; one that names itself the same again is answered as the first time.</summary>
    /// <returns>The receipt, or <c>not_found</c>, <c>tenant_suspended</c>, <c>unsupported_media_type</c>,
    /// <c>payload_too_large</c>, <c>bad_signature</c>, <c>stale</c>, or <c>validation_failed</c> for an empty body.
    /// </returns>
    public async Task<Outcome<Delivery>> Accept(string token, HttpRequest request, CancellationToken cancel)
    {
        if ((await Find(token, cancel)).IsRefused(out var unknown, out var source)) return unknown;
        if (await TooMuch(source, request, cancel) is { } tooMuch) return tooMuch;
        if (MessageTypes.Refusal(source.Format, request) is { } wrongType) return Delivery.Refused(source.Format, wrongType);
        var most = MessageTypes.MostBytes(source.Format, limits);
        if ((await RequestBody.Bytes(request, most)).IsRefused(out var tooLarge, out var body))
            return Delivery.Refused(source.Format, tooLarge);
        return await Accept(source, request, body, cancel);
    }

    /// <summary>The same for an event of PagerDuty's, whose routing key is the token.</summary>
    public async Task<Outcome<Delivery>> Enqueue(HttpRequest request, CancellationToken cancel)
    {
        var most = MessageTypes.MostBytes(IntakeFormat.PagerDuty, limits);
        if ((await RequestBody.Bytes(request, most)).IsRefused(out var tooLarge, out var body)) return tooLarge;
        var found = await Find(PagerDutyDoor.RoutingKey(body) ?? "", cancel);
        if (found.Problem is not null || found.Value.Format != IntakeFormat.PagerDuty)
            return Delivery.Invalid("'routing_key' is missing or unknown");
        if (await TooMuch(found.Value, request, cancel) is { } tooMuch) return tooMuch;
        return await Accept(found.Value, request, body, cancel);
    }

    /// <summary>What an OPTIONS request asks: whether CloudEvents may be sent here.</summary>
    public async Task<Outcome<WebHookPermission>> Ask(string token, HttpRequest request, CancellationToken cancel) =>
        (await Find(token, cancel)).Map(source => WebHookPermission.Of(source.Format, request.Headers));

    private async Task<Outcome<Delivery>> Accept(
        IntakeSource source, HttpRequest request, byte[] body, CancellationToken cancel)
    {
        if (body.Length == 0 && !MessageTypes.MayBeEmpty(source.Format, request))
            return Delivery.Refused(
                source.Format, Problem.Validation(new FieldError("", "required", "The body is empty.")));
        var headers = request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var message = new AlertMessage(body, headers, "");
        if (await proof.Check(source, message, cancel) is { } unproven) return unproven;
        var id = MessageNames.IdOf(source, message, clock.Now);
        message = message with { Id = id.Value };
        if (source.Format == IntakeFormat.PagerDuty && PagerDutyDoor.Refusal(message) is { } invalid) return invalid;
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(message.Body.Span));
        var kept = await Keep(source, id, message, sha256, cancel);
        return kept.Problem is null && MailgunSignature.IsUsed(source, kept.Value.State, sha256)
            ? Hmac.Bad("token")
            : kept.Map(receipt => Delivery.Of(receipt.State, message));
    }

    /// <summary>What the tenant's plan says of one more; null when it may come. A full quota never keeps out what comes
    /// in here: it would be lost, and the sender would try for days.</summary>
    private async Task<Problem?> TooMuch(IntakeSource source, HttpRequest request, CancellationToken cancel)
    {
        var admission = await gate.Admit(source.Tenant, source.Id.Value, Traffic.Intake, null, cancel);
        admission.Announce(request.HttpContext.Response);
        request.HttpContext.Response.RegisterForDispose(admission);
        return admission.Refusal;
    }

    /// <summary>One point read in the shared table, by the token's hash alone.</summary>
    private async Task<Outcome<IntakeSource>> Find(string token, CancellationToken cancel)
    {
        if (token.Length != TokenLength) return Unknown;
        var row = await tables.Shared(TableNames.Sources).GetEntityIfExistsAsync<TableEntity>(
            IntakeSources.HashOf(token), IntakeSource.TokenRow, cancellationToken: cancel);
        if (!row.HasValue) return Unknown;
        var source = SettingsRow.Read<IntakeSource>(row.Value!);
        if (await tenants.IsGone(source.Tenant, cancel)) return Unknown;
        return await tenants.IsSuspended(source.Tenant, cancel)
            ? new Problem(ProblemCode.TenantSuspended, "The tenant is suspended.")
            : source;
    }

    private async Task<Outcome<Versioned<Receipt>>> Keep(
        IntakeSource source, RecordId id, AlertMessage message, string sha256, CancellationToken cancel)
    {
        // Where a name does not stand for the bytes, each body has a place of its own until the receipt decides.
        var blob = source.Format == IntakeFormat.Mailgun ? $"intake/{id}-{sha256}" : $"intake/{id}";
        await Store(source.Tenant, blob, message.Body, cancel);
        var accepted = new ReceiptAccepted(
            source.Id, source.Format, source.Defaults, sha256, message.Body.Length, blob,
            MessageTypes.Kept(source.Format, message.Headers));
        var command = CommandContext.Internal(source.Tenant, CommandId.FromCause("accept", id.Value), clock.Now) with
        {
            By = Actor.Source(source.Id),
        };
        return await log.Create<Receipt, ReceiptEvent>(
            command, id, known => known is null ? accepted : Decision<ReceiptEvent>.Nothing, cancel);
    }

    private async Task Store(TenantId tenant, string name, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        var onlyNew = new BlobUploadOptions { Conditions = new() { IfNoneMatch = ETag.All } };
        try
        {
            await tables.Blobs(tenant).GetBlobClient(name).UploadAsync(BinaryData.FromBytes(body), onlyNew, cancel);
        }
        catch (RequestFailedException known) when (known.Status is 409 or 412)
        {
            return; // The name comes from the message: what is there is the same one.
        }
    }
}
