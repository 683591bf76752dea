using System.Globalization;
using System.Text.Json;
using ItsmServerless.Kernel.Http;
using NodaTime;

namespace ItsmServerless.Metering.Marketplace;

/// <summary>Reads what the Marketplace answers to a batch. Pure.</summary>
public static class MarketplaceAnswers
{
    /// <summary>The answers to a batch, in its order; one with an empty status to what nothing is said of.</summary>
    /// <exception cref="JsonException">It is no such answer.</exception>
    public static IReadOnlyList<MarketplaceAnswer> Read(string body, IReadOnlyList<Submission> batch)
    {
        var results = JsonSerializer.Deserialize<Answer>(body, Json.Options)?.Result ?? [];
        return [.. batch.Select((told, index) => Find(results, told, index) is { } said ? Read(said) : new(""))];
    }

    /// <summary>The one in its place, or else one that is about the same.</summary>
    private static Result? Find(IReadOnlyList<Result> results, Submission told, int index) =>
        index < results.Count && IsAbout(results[index], told) ? results[index] : results.FirstOrDefault(result => IsAbout(result, told));

    private static bool IsAbout(Result result, Submission told) =>
        string.Equals(result.ResourceId, told.ResourceId, StringComparison.OrdinalIgnoreCase) &&
        result.Dimension == told.OfferDimension && HourOf(result.EffectiveStartTime) == told.Hour;

    /// <summary>The Marketplace's times are in UTC and do not always say so.</summary>
    private static Instant? HourOf(string? time) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? UsageRows.HourOf(Instant.FromDateTimeOffset(at))
            : null;

    private static MarketplaceAnswer Read(Result said) =>
        new(said.Status ?? "", said.Error?.AdditionalInfo?.AcceptedMessage?.Quantity, said.Error?.Message);

    private sealed record Answer(IReadOnlyList<Result>? Result);

    private sealed record Result(string? Status, string? ResourceId, string? Dimension, string? EffectiveStartTime, Refusal? Error);

    private sealed record Refusal(string? Message, Details? AdditionalInfo);

    private sealed record Details(Taken? AcceptedMessage);

    private sealed record Taken(decimal? Quantity);
}
