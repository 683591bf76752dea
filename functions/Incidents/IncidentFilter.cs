using Azure.Data.Tables;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.Incidents;

/// <summary>Which incidents a list shows. What is null does not filter.</summary>
/// <param name="State">A word of <see cref="IncidentState"/>, or <c>open</c>.</param>
/// <param name="UpdatedSince">The oldest update shown; never before 1970, where the order of row keys begins.</param>
internal sealed record IncidentFilter(
    string? State, string? Priority, string? Assignee, string? Requester, string? Group, string? Service, string? Tag,
    Instant? UpdatedSince, string? Sort = null)
{
    private const string Open = "open";
    private const string ByPriority = "priority";
    private static readonly string[] Steering = ["limit", "cursor", "sort", "fields"];

    /// <summary>Every row has a key.</summary>
    private const string NoRow = "RowKey eq ''";

    private static readonly string[] Names =
        ["state", "priority", "assignee", "requester", "group", "service", "tag", "updatedSince", "limit", "cursor", "sort", "fields"];

    /// <summary>What rows are ordered by. Any other order would need a row of its own for each incident, or all of
    /// them in memory.</summary>
    private static readonly string[] Sorts = ["-updatedAt", ByPriority];

    /// <summary>Whether a list with this filter looks into what is open.</summary>
    public bool ReachesOpen => State is not ("closed" or "cancelled");

    /// <summary>Whether a list with this filter looks into what is closed or cancelled.</summary>
    public bool ReachesClosed => State is null or "closed" or "cancelled";

    /// <summary>Whether it is ordered by priority.</summary>
    public bool IsByPriority => Sort == ByPriority;

    /// <summary>Reads the query: each parameter at most once, none that a list does not know.</summary>
    public static Outcome<IncidentFilter> Read(IQueryCollection query, Role role)
    {
        var unknown = query.FirstOrDefault(parameter => !Names.Contains(parameter.Key)).Key;
        if (unknown is not null) return Refused($"{unknown} is none of {string.Join(", ", Names)}.");
        if (query.Keys.FirstOrDefault(name => !Steering.Contains(name) && !IncidentRights.Table.IsFilter(name, role)) is { } closed)
            return Refused($"The role {role.ToText()} does not filter by {closed}.");
        if (query.Any(parameter => parameter.Value.Count > 1)) return Refused("A filter may be given once.");
        if (query.Any(parameter => parameter.Value.Any(IsNoText))) return Refused("A filter is printable text.");
        if (NotOneOf(query, "state", [Open, .. Words<IncidentState>.All]) is { } state) return state;
        if (NotOneOf(query, "priority", Words<Priority>.All) is { } priority) return priority;
        if (NotOneOf(query, "sort", Sorts) is { } sort) return sort;
        if (Text(query, "sort") == ByPriority && Text(query, "state") is null or "closed" or "cancelled")
            return Refused("sort=priority is for what is open: give state=open, or a state of open incidents.");
        var since = InstantPattern.ExtendedIso.Parse(Text(query, "updatedSince") ?? "");
        if (query.ContainsKey("updatedSince") && !since.Success)
            return Refused("updatedSince is a time in UTC such as 2026-11-22T09:30:00Z.");
        return new IncidentFilter(
            Text(query, "state"), Text(query, "priority"), Address(query, "assignee"), Address(query, "requester"),
            Text(query, "group"), Text(query, "service"), Text(query, "tag"),
            since.Success ? Instant.Max(since.Value, NodaConstants.UnixEpoch) : null,
            Text(query, "sort"));
    }

    /// <summary>The condition on a row's columns, and that the caller may see it; null when there is none.</summary>
    public string? Columns(Caller caller)
    {
        string?[] conditions =
        [
            State is null or Open ? null : TableClient.CreateQueryFilter($"State eq {State}"),
            Priority is null ? null : TableClient.CreateQueryFilter($"Priority eq {Priority}"),
            Assignee is null ? null : TableClient.CreateQueryFilter($"Assignee eq {Assignee}"),
            Requester is null ? null : TableClient.CreateQueryFilter($"Requester eq {Requester}"),
            Group is null ? null : TableClient.CreateQueryFilter($"Group eq {Group}"),
            Service is null ? null : TableClient.CreateQueryFilter($"Service eq {Service}"),
            Tag is null ? null : $"{IncidentRows.TagColumn(Tag)} eq true",
            caller.Role == Role.Requester ? Own(caller) : Group is null ? InGroups(caller) : null,
            caller.Reaches(Group) || Group is null ? null : NoRow,
        ];
        var asked = conditions.Where(condition => condition is not null).ToList();
        return asked.Count == 0 ? null : string.Join(" and ", asked);
    }

    /// <summary>The same rule as <see cref="Incident.IsRequestOf"/>.</summary>
    private static string Own(Caller caller) => caller.Person is { } person
        ? TableClient.CreateQueryFilter($"(Requester eq {person.Value} or ReportedBy eq {caller.Actor.Value})")
        : TableClient.CreateQueryFilter($"ReportedBy eq {caller.Actor.Value}");

    /// <summary>The same rule as <see cref="Caller.Reaches"/>.</summary>
    private static string? InGroups(Caller caller) => caller.Groups is not { } groups ? null
        : $"({string.Join(" or ", groups.Select(group => TableClient.CreateQueryFilter($"Group eq {group}")))})";

    /// <summary>What no field can hold is not looked for.</summary>
    private static bool IsNoText(string? value) =>
        value is not null && (value.Length > 2_000 || value.Any(char.IsControl));

    private static string? Address(IQueryCollection query, string name) =>
        Text(query, name) is { } address ? EmailAddress.From(address).Value : null;

    private static string? Text(IQueryCollection query, string name) =>
        query.TryGetValue(name, out var value) ? value : (string?)null;

    private static Problem? NotOneOf(IQueryCollection query, string name, IReadOnlyList<string> words) =>
        Text(query, name) is { } word && !words.Contains(word)
            ? Refused($"{name} is none of {string.Join(", ", words)}.")
            : null;

    private static Problem Refused(string detail) => new(ProblemCode.InvalidParameter, detail);
}
