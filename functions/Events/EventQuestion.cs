using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Webhooks;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace ItsmServerless.Events;

/// <summary>Which events a reader wants.</summary>
/// <param name="After">The number of the last event the reader has; null for the oldest that is kept.</param>
/// <param name="FromNow">Nothing that happened before: <c>after=latest</c>.</param>
/// <param name="Types">Patterns as webhooks have them; empty for all.</param>
/// <param name="Wait">How long to wait when there is nothing.</param>
public sealed record EventQuestion(long? After, bool FromNow, IReadOnlyList<string> Types, int Limit, Duration Wait)
{
    private const string Latest = "latest";
    private const int MostTypes = 20;
    private static readonly Duration LongestWait = Duration.FromSeconds(30);

    /// <summary>Reads the parameters: 400 <c>invalid_parameter</c> when they cannot be.</summary>
    public static Outcome<EventQuestion> Of(Api api, HttpRequest request)
    {
        if (api.Paging(request).IsRefused(out var badPaging, out var paging)) return badPaging;
        if (QueryValues.Read(request, "after", "the number of an event, or latest", ReadAfter)
            .IsRefused(out var badAfter, out var after)) return badAfter;
        if (QueryValues.Read(request, "wait", "a duration from PT0S to PT30S", ReadWait)
            .IsRefused(out var badWait, out var wait)) return badWait;
        if (ReadTypes(request).IsRefused(out var badTypes, out var types)) return badTypes;
        return new EventQuestion(after?.Number, after is { Number: null }, types, paging.Limit, wait ?? Duration.Zero);
    }

    /// <summary>Whether an event of this type is wanted.</summary>
    public bool Wants(string eventType) =>
        Types.Count == 0 || Types.Any(pattern => EventPattern.Fits(pattern, eventType));

    private static Position? ReadAfter(string text) => text == Latest
        ? new(null)
        : long.TryParse(text, System.Globalization.NumberStyles.None, null, out var number) ? new(number) : null;

    private static Duration? ReadWait(string text) =>
        IsoDurationConverter.TryParse(text, out var wait) && wait >= Duration.Zero && wait <= LongestWait ? wait : null;

    private static Outcome<IReadOnlyList<string>> ReadTypes(HttpRequest request)
    {
        var types = request.Query["types"].SelectMany(text => text!.Split(',')).Distinct(StringComparer.Ordinal).ToList();
        if (types.Count > MostTypes) return Refused($"types are at most {MostTypes}.");
        return types.Find(type => !EventPattern.IsKnown(type)) is { } unknown
            ? Refused($"There are no events {unknown}: types are such as incident.resolved, incident.* or *.")
            : types;
    }

    private static Problem Refused(string detail) => new(ProblemCode.InvalidParameter, detail);

    /// <summary>A place in the feed.</summary>
    /// <param name="Number">Null for its end.</param>
    private sealed record Position(long? Number);
}
