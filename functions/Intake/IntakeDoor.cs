using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Intake;

/// <summary>Takes messages in: keeps the body first, then says so. What it says is read later.</summary>
public sealed class IntakeDoor(EventLog log, Tables tables, TenantStates tenants, Clock clock)
{
    /// <summary>Bytes of one message.</summary>
    public const int MostBytes = 25 << 20;

    private const int TokenLength = 43;
    private static readonly string[] MailTypes = ["message/rfc822", "text/plain", "application/octet-stream"];
    private static readonly Problem Unknown = Problem.NotFound("such intake source");

    /// <summary>Keeps a message; the same body again is answered as the first time.</summary>
    /// <returns>The receipt, or <c>not_found</c>, <c>tenant_suspended</c>, <c>unsupported_media_type</c>,
    /// <c>payload_too_large</c>, or <c>validation_failed</c> for an empty body.</returns>
    public async Task<Outcome<DeliveryView>> Accept(string token, HttpRequest request, CancellationToken cancel)
    {
        if ((await Find(token, cancel)).IsRefused(out var unknown, out var source)) return unknown;
        if (!IsMail(request.ContentType)) return Unsupported(request.ContentType);
        if ((await RequestBody.Bytes(request, MostBytes)).IsRefused(out var tooLarge, out var body)) return tooLarge;
        if (body.Length == 0) return Problem.Validation(new FieldError("", "required", "The body is empty."));
        return (await Keep(source, body, cancel)).Map(receipt => DeliveryView.Of(receipt.State));
    }

    /// <summary>One point read in the shared table, by the token's hash alone.</summary>
    private async Task<Outcome<IntakeSource>> Find(string token, CancellationToken cancel)
    {
        if (token.Length != TokenLength) return Unknown;
        var row = await tables.Shared(TableNames.Sources).GetEntityIfExistsAsync<TableEntity>(
            IntakeSources.HashOf(token), IntakeSource.TokenRow, cancellationToken: cancel);
        if (!row.HasValue) return Unknown;
        var source = SettingsRow.Read<IntakeSource>(row.Value!);
        return await tenants.IsSuspended(source.Tenant, cancel)
            ? new Problem(ProblemCode.TenantSuspended, "The tenant is suspended.")
            : source;
    }

    private async Task<Outcome<Versioned<Receipt>>> Keep(IntakeSource source, byte[] body, CancellationToken cancel)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(body));
        var id = Receipt.IdOf(source.Tenant, source.Id, sha256);
        var blob = $"intake/{id}";
        await Store(source.Tenant, blob, body, cancel);
        var accepted = new ReceiptAccepted(source.Id, source.Format, source.Defaults, sha256, body.Length, blob);
        var command = CommandContext.Internal(source.Tenant, CommandId.FromCause("accept", id.Value), clock.Now) with
        {
            By = Actor.Source(source.Id),
        };
        return await log.Create<Receipt, ReceiptEvent>(
            command, id, known => known is null ? accepted : Decision<ReceiptEvent>.Nothing, cancel);
    }

    private async Task Store(TenantId tenant, string name, byte[] body, CancellationToken cancel)
    {
        var onlyNew = new BlobUploadOptions { Conditions = new() { IfNoneMatch = ETag.All } };
        try
        {
            await tables.Blobs(tenant).GetBlobClient(name).UploadAsync(BinaryData.FromBytes(body), onlyNew, cancel);
        }
        catch (RequestFailedException known) when (known.Status is 409 or 412)
        {
            return; // The name comes from the content: what is there is the same body.
        }
    }

    private static bool IsMail(string? contentType) =>
        Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out var type) &&
        MailTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase);

    private static Problem Unsupported(string? type) => new(
        ProblemCode.UnsupportedMediaType,
        $"Content-Type {type ?? "(none)"} is none of {string.Join(", ", MailTypes)}.");
}
