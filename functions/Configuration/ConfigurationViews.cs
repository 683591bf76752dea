using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace ItsmServerless.Configuration;

/// <summary>A configuration item as callers see it.</summary>
/// <param name="Change">The number of the change that covers this version.</param>
/// <param name="Authorized">Null where no change was needed.</param>
public sealed record ConfigurationItemView(
    string Key, string Name, string Kind, string? Service, EmailAddress? Owner, IReadOnlyList<string> DependsOn,
    IReadOnlyDictionary<string, string> Attributes, string? Change, bool? Authorized, int Version, Instant PutAt)
{
    /// <summary>The view of an item.</summary>
    public static ConfigurationItemView Of(ConfigurationItem item) => new(
        item.Key, item.Name, item.Kind, item.Service, item.Owner, item.DependsOn, item.Attributes, item.Change?.Number,
        item.Authorized, item.Version, item.PutAt);
}

/// <summary>What an item is related to.</summary>
/// <param name="Items">First what depends on it, then what it depends on; the nearest first.</param>
/// <param name="IsComplete">False when there is more, within the depth, than is shown.</param>
public sealed record RelatedItems(IReadOnlyList<RelatedItem> Items, bool IsComplete);

/// <summary>From an instant up to another, which is not included.</summary>
public sealed record Period(Instant From, Instant To)
{
    private static readonly Instant Earliest = Instant.FromUtc(2000, 1, 1, 0, 0);
    private static readonly Instant Latest = Instant.FromUtc(2200, 1, 1, 0, 0);

    /// <summary>Reads <c>from</c> and <c>to</c>; what is missing does not restrict.</summary>
    public static Outcome<Period> Of(HttpRequest request) =>
        QueryValues.Instant(request, "from").Then(from => QueryValues.Instant(request, "to").Then(to =>
            Between(from ?? Earliest, to ?? Latest)));

    private static Outcome<Period> Between(Instant from, Instant to) =>
        from < to && from >= Earliest && to <= Latest
            ? new Period(from, to)
            : new Problem(ProblemCode.InvalidParameter, "to is after from, both between the years 2000 and 2200.");
}

/// <summary>How far relations are followed.</summary>
public static class Depth
{
    private const int Usual = 1;
    private const int Most = 10;

    /// <summary>Reads <c>depth</c>.</summary>
    public static Outcome<int> Of(HttpRequest request) =>
        QueryValues.Number(request, "depth", 1, Most).Map(depth => depth ?? Usual);
}
