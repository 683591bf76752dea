using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.Changes;

/// <summary>Which changes a list shows. What is null does not filter.</summary>
/// <param name="State">A word of <see cref="ChangeState"/>, or <c>open</c>.</param>
/// <param name="UpdatedSince">The oldest update shown.</param>
internal sealed record ChangeFilter(
    string? State, string? Type, string? RiskLevel, string? Service, string? Owner, Instant? UpdatedSince)
{
    private const string Open = "open";
    private const int LongestText = 256;
    private static readonly string[] Names =
        ["state", "type", "riskLevel", "service", "owner", "updatedSince", "limit", "cursor", "sort", "fields"];

    /// <summary>Whether a list with this filter looks into what is open.</summary>
    public bool ReachesOpen => State is not ("closed" or "cancelled");

    /// <summary>Whether a list with this filter looks into what is closed or cancelled.</summary>
    public bool ReachesClosed => State is null or "closed" or "cancelled";

    /// <summary>Reads the query: each parameter at most once, none that a list does not know.</summary>
    public static Outcome<ChangeFilter> Read(IQueryCollection query)
    {
        if (Flaw(query) is { } flaw) return new Problem(ProblemCode.InvalidParameter, flaw);
        Instant? since = Text(query, "updatedSince") is { } text ? InstantPattern.ExtendedIso.Parse(text).Value : null;
        var owner = Text(query, "owner") is { } address ? EmailAddress.From(address).Value : null;
        return new ChangeFilter(
            Text(query, "state"), Text(query, "type"), Text(query, "riskLevel"), Text(query, "service"), owner, since);
    }

    /// <summary>The condition on a row's columns; null when there is none.</summary>
    public string? Columns()
    {
        string?[] conditions =
        [
            State is null or Open ? null : TableClient.CreateQueryFilter($"State eq {State}"),
            Type is null ? null : TableClient.CreateQueryFilter($"Type eq {Type}"),
            RiskLevel is null ? null : TableClient.CreateQueryFilter($"RiskLevel eq {RiskLevel}"),
            Service is null ? null : TableClient.CreateQueryFilter($"Service eq {Service}"),
            Owner is null ? null : TableClient.CreateQueryFilter($"Owner eq {Owner}"),
        ];
        var asked = conditions.Where(condition => condition is not null).ToList();
        return asked.Count == 0 ? null : string.Join(" and ", asked);
    }

    private static string? Flaw(IQueryCollection query)
    {
        if (query.Keys.FirstOrDefault(name => !Names.Contains(name)) is { } unknown)
            return $"{unknown} is none of {string.Join(", ", Names)}.";
        if (query.Any(parameter => parameter.Value.Count > 1)) return "A filter may be given once.";
        if (query.Where(p => p.Key != "cursor").Any(p => IsNoText(p.Value))) return "A filter is short printable text.";
        if (Text(query, "updatedSince") is { } since && !InstantPattern.ExtendedIso.Parse(since).Success)
            return "updatedSince is a time in UTC such as 2026-11-22T09:30:00Z.";
        if (NoneOf(query, "sort", ["-updatedAt"]) is { } unsorted) return unsorted;
        return NoneOf(query, "state", [Open, .. Words<ChangeState>.All])
            ?? NoneOf(query, "type", Words<ChangeType>.All) ?? NoneOf(query, "riskLevel", Words<RiskLevel>.All);
    }

    private static string? NoneOf(IQueryCollection query, string name, IReadOnlyList<string> words) =>
        Text(query, name) is { } word && !words.Contains(word)
            ? $"{name} is none of {string.Join(", ", words)}."
            : null;

    private static bool IsNoText(string? value) =>
        value is not null && (value.Length > LongestText || value.Any(char.IsControl));

    private static string? Text(IQueryCollection query, string name) =>
        query.TryGetValue(name, out var value) ? value : (string?)null;
}
