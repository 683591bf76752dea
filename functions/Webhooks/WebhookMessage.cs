using System.Text.Json;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Webhooks;

/// <summary>What is posted (Standard Webhooks 1.0, "Payload structure").</summary>
/// <param name="Type">The type of the event.</param>
/// <param name="Timestamp">When it happened.</param>
public sealed record WebhookMessage(string Type, Instant Timestamp, WebhookData Data)
{
    /// <summary>What is longer goes without details (Standard Webhooks 1.0, "Payload size").</summary>
    public const int MostBytes = 20_000;

    /// <summary>The type of what the test button posts.</summary>
    public const string TestType = "webhook.test";

    /// <summary>The bytes that are signed and posted, the same on every attempt.</summary>
    public static byte[] Of(PublishedEvent published, CatalogueEntry entry, PayloadKind payload)
    {
        var isThin = entry.IsThin || payload == PayloadKind.Thin;
        var full = new WebhookMessage(published.Type, published.At, new(
            published.Practice, published.Record, published.Sequence, published.By, isThin ? null : published.Data));
        var bytes = Bytes(full);
        return bytes.Length <= MostBytes ? bytes : Bytes(full with { Data = full.Data with { Details = null } });
    }

    /// <summary>What the test button posts.</summary>
    public static byte[] OfTest(Actor by, Instant now) =>
        Bytes(new(TestType, now, new(Webhook.Kind, null, 0, by, null)));

    private static byte[] Bytes(WebhookMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, Json.Stored);
}

/// <summary>What happened.</summary>
/// <param name="Record">The record's id; left out of a test.</param>
/// <param name="Sequence">Which event of the record it is: receivers put events in order by it.</param>
/// <param name="Details">As in the record's timeline; left out when it is too long, or not wanted.</param>
public sealed record WebhookData(string Practice, RecordId? Record, int Sequence, Actor By, JsonElement? Details);
