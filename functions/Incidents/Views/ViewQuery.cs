using ItsmServerless.Kernel.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ItsmServerless.Incidents.Views;

/// <summary>A view as the query string of the list that it stands for.</summary>
internal static class ViewQuery
{
    /// <summary>The caller's person, as an assignee.</summary>
    public const string Me = "me";

    private const string Sort = "sort";

    /// <summary>The names of what a filter filters by.</summary>
    public static IEnumerable<string> Names(ViewFilter filter) => Parameters(filter).Select(parameter => parameter.Name);

    /// <summary>What <c>GET /v1/incidents</c> would be asked.</summary>
    /// <remarks>For whom no person is behind, <c>me</c> stays: it is nobody's address, so the list is empty.</remarks>
    public static IQueryCollection Of(ViewFilter filter, string? sort, Caller caller)
    {
        var asked = filter.Assignee == Me && caller.Person is { } person ? filter with { Assignee = person.Value } : filter;
        var parameters = Parameters(asked).ToDictionary(item => item.Name, item => new StringValues(item.Value));
        if (sort is not null) parameters[Sort] = sort;
        return new QueryCollection(parameters);
    }

    /// <summary>What the list refuses of a filter and an order, each by the name of its field; nothing when it takes
    /// them.</summary>
    public static IEnumerable<(string Pointer, string Detail)> Flaws(ViewFilter filter, string? sort, Role role)
    {
        var flaws = Parameters(filter)
            .Select(item => (Pointer: $"/filter/{item.Name}", Detail: Refusal(new() { [item.Name] = item.Value }, role)))
            .ToList();
        if (sort is not null && flaws.TrueForAll(flaw => flaw.Detail is null))
        {
            var whole = Parameters(filter).Append((Name: Sort, Value: sort));
            flaws.Add(("/sort", Refusal(whole.ToDictionary(item => item.Name, item => new StringValues(item.Value)), role)));
        }
        return flaws.Where(flaw => flaw.Detail is not null).Select(flaw => (flaw.Pointer, flaw.Detail!));
    }

    private static string? Refusal(Dictionary<string, StringValues> query, Role role) =>
        IncidentFilter.Read(new QueryCollection(query), role).Problem?.Detail;

    /// <summary>What a filter filters by, and the value of each.</summary>
    public static IEnumerable<(string Name, string Value)> Parameters(ViewFilter filter)
    {
        (string Name, string? Value)[] all =
        [
            ("state", filter.State), ("priority", filter.Priority), ("assignee", filter.Assignee),
            ("requester", filter.Requester), ("group", filter.Group), ("service", filter.Service), ("tag", filter.Tag),
            ("updatedSince", filter.UpdatedSince),
        ];
        return all.Where(item => item.Value is not null).Select(item => (item.Name, item.Value!));
    }
}
