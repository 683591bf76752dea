using ItsmServerless.Changes;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Search.Index;
using ItsmServerless.Search.Text;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Search;

/// <summary>Who looks for what.</summary>
/// <param name="Text">As it was sent: cursors are good for it alone.</param>
/// <param name="Types">Practices; empty for all.</param>
/// <param name="State">A state, or <c>open</c>; null for all.</param>
public sealed record SearchQuestion(
    Caller Caller, string Text, SearchQuery Query, IReadOnlyList<string> Types, string? State, Paging Paging)
{
    private const string Open = "open";
    private static readonly string[] Practices = [Incident.Practice, Change.Practice];

    private static readonly HashSet<string> States =
        [Open, .. Words<IncidentState>.All, .. Words<ChangeState>.All];

    /// <summary>What cursors are bound to.</summary>
    public string Context =>
        $"{Caller.Tenant}\n{Text}\n{string.Join(',', Types)}\n{State}\n{(SeesInternal ? "" : Caller.Actor.Value)}";

    /// <summary>Whether words that only the desk may read are looked at.</summary>
    public bool SeesInternal => Caller.Role != Role.Requester;

    /// <summary>What the index is asked for: no more than may be shown, as far as facts say.</summary>
    internal SearchScope Scope => new(Query, SeesInternal, [.. Narrowed().Select(terms => terms.ToList())]);

    /// <summary>Reads the parameters: 400 <c>invalid_parameter</c> when they cannot be.</summary>
    public static Outcome<SearchQuestion> Of(Api api, HttpRequest request)
    {
        if (api.Paging(request).IsRefused(out var badPaging, out var paging)) return badPaging;
        if (QueryValues.Read(request, "q", "what to look for", text => text).IsRefused(out var badText, out var text)) return badText;
        if (SearchQuery.Parse(text ?? "").IsRefused(out var badQuery, out var query)) return badQuery;
        if (QueryValues.Read(request, "state", "a state of an incident or a change, or open",
            word => States.Contains(word) ? word : null).IsRefused(out var badState, out var state)) return badState;
        var types = request.Query["types"].SelectMany(each => each!.Split(',')).Distinct(StringComparer.Ordinal).ToList();
        if (types.Find(type => !Practices.Contains(type)) is { } unknown)
            return new Problem(ProblemCode.InvalidParameter, $"types are {string.Join(" and ", Practices)}, not {unknown}.");
        return new SearchQuestion(api.Caller(request), text ?? "", query, types, state, paging);
    }

    /// <summary>Whether a record may be shown, by what the index knows of it; the record itself has the last
    /// word.</summary>
    internal bool MayShow(DocumentFacts facts) => Shows(facts.Practice, facts.State, facts.IsOpen) && Caller.Role switch
    {
        Role.Requester => (Caller.Person is { } person && facts.Requester == person.Value) || facts.ReportedBy == Caller.Actor.Value,
        _ => Caller.Groups is null || Caller.Reaches(facts.Group.Length == 0 ? null : facts.Group),
    };

    /// <summary>The same as <see cref="MayShow"/>, as words that the index has.</summary>
    private IEnumerable<IEnumerable<string>> Narrowed()
    {
        if (Types.Count > 0) yield return Types.Select(FactTerms.Practice);
        if (State is { } state) yield return [state == Open ? FactTerms.Open : FactTerms.State(state)];
        if (Caller.Groups is { } groups) yield return groups.Select(FactTerms.Group);
        if (Caller.Role != Role.Requester) yield break;
        var reported = FactTerms.ReportedBy(Caller.Actor.Value);
        yield return Caller.Person is { } person ? [FactTerms.Requester(person.Value), reported] : [reported];
    }

    /// <summary>Whether it is one of those asked for. Changes are not for requesters, and of no group.</summary>
    internal bool Shows(string practice, string state, bool isOpen) =>
        (Types.Count == 0 || Types.Contains(practice)) &&
        (State is null || (State == Open ? isOpen : State == state)) &&
        (practice == Incident.Practice || (Caller.Role != Role.Requester && Caller.Groups is null));
}
