using System.Text.Json;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Incidents;

/// <summary>Something that is shown with an incident when it is asked for: <c>?include=comments,clocks</c>.</summary>
public interface IIncidentPart
{
    /// <summary>How it is asked for, and the member it is shown in.</summary>
    string Name { get; }

    /// <summary>What a caller who may see it is shown.</summary>
    Task<JsonElement> Of(Caller caller, Versioned<Incident> record, CancellationToken cancel);
}

/// <summary>The last 50 comments, oldest first; requesters get public ones. One query over the last 500 events.</summary>
public sealed class CommentsPart(EventLog log) : IIncidentPart
{
    private const int Most = 50;
    private const int MostEvents = 500;

    /// <inheritdoc/>
    public string Name => "comments";

    /// <inheritdoc/>
    public async Task<JsonElement> Of(Caller caller, Versioned<Incident> record, CancellationToken cancel)
    {
        var after = Math.Max(0, record.Version - MostEvents);
        var events = await log.Timeline(caller.Tenant, record.Id, after, MostEvents, cancel);
        var said = events.Select(CommentView.Of).OfType<CommentView>()
            .Where(comment => comment.Visibility == Visibility.Public || caller.Role != Role.Requester);
        return JsonSerializer.SerializeToElement(said.TakeLast(Most), Json.Options);
    }
}

/// <summary>Shows an incident with the parts that a request asks for.</summary>
public sealed class IncidentParts(Api api, IncidentDesk desk, IEnumerable<IIncidentPart> parts)
{
    private const string Parameter = "include";

    /// <summary>The incident, if the caller may see it. What is included costs what each part says.</summary>
    public async Task<Outcome<Versioned<IncidentView>>> Show(HttpRequest request, string id, CancellationToken cancel)
    {
        if (Asked(request).IsRefused(out var unreadable, out var asked)) return unreadable;
        var caller = api.Caller(request);
        if ((await desk.Find(caller, id, cancel)).IsRefused(out var hidden, out var record)) return hidden;
        var view = IncidentView.Of(record);
        foreach (var part in asked.Where(part => IncidentRights.Table.IsShown(part.Name, caller.Role)))
            view = view.With(part.Name, await part.Of(caller, record, cancel));
        return new Versioned<IncidentView>(record.Id, view, record.Version);
    }

    private Outcome<IReadOnlyList<IIncidentPart>> Asked(HttpRequest request)
    {
        var values = request.Query[Parameter];
        if (values.Count == 0) return Array.Empty<IIncidentPart>();
        var found = values.Count > 1 ? [] : values[0]!.Split(',').Distinct()
            .Select(name => parts.FirstOrDefault(part => part.Name == name)).ToArray();
        return found.Length > 0 && found.All(part => part is not null)
            ? found!
            : new Problem(ProblemCode.InvalidParameter,
                $"include is given once: of {string.Join(", ", parts.Select(part => part.Name))}, with commas between.");
    }
}
