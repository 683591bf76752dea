using ItsmServerless.Kernel.Http;
using static ItsmServerless.Kernel.Http.FieldAccess;

namespace ItsmServerless.Incidents;

/// <summary>Who reads, writes, filters and sorts by which field of an incident.</summary>
/// <remarks>A requester is told how their request stands, and nothing of how the desk arranges its work: who does it,
/// what it hangs together with, how it is labelled. What they do not read they cannot filter by either.</remarks>
internal static class IncidentRights
{
    public static FieldTable Table { get; } = new(
        new("id", Read: Everybody),
        new("number", Read: Everybody),
        new("practice", Read: Everybody),
        new("state", Read: Everybody, Filter: Everybody),
        new("title", Read: Everybody, Write: Everybody),
        new("description", Read: Everybody, Write: Everybody),
        new("requester", Read: Everybody, Write: Everybody, Filter: Everybody),
        new("impact", Read: Everybody, Write: Everybody),
        new("urgency", Read: Everybody, Write: Everybody),
        new("priority", Read: Everybody, Filter: Everybody, Sort: Everybody),
        new("category", Read: Everybody, Write: Everybody),
        new("service", Read: Everybody, Write: Everybody, Filter: Everybody),
        new("group", Read: Desk, Write: Desk, Filter: Desk),
        new("assignee", Read: Desk, Write: Desk, Filter: Desk),
        new("tags", Read: Desk, Write: Desk),
        new("tag", Read: Nobody, Filter: Desk),
        new("configurationItems", Read: Everybody, Write: Everybody),
        new("externalReference", Read: Everybody, Write: Everybody),
        new("resolution", Read: Everybody),
        new("holdReason", Read: Everybody),
        new("links", Read: Desk),
        new("createdAt", Read: Everybody),
        new("updatedAt", Read: Everybody, Sort: Everybody),
        new("updatedSince", Read: Nobody, Filter: Everybody),
        new("version", Read: Everybody),
        new("recurrences", Read: Desk),
        new("mergedInto", Read: Desk),
        new("absorbed", Read: Desk),
        new("comments", Read: Everybody),
        new("clocks", Read: Desk));
}
