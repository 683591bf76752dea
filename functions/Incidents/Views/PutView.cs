using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Incidents.Views;

/// <summary>Somebody saves a list of incidents, or replaces one that they saved.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Resource">What is listed: <c>incidents</c>.</param>
/// <param name="Filter">As the parameters of <c>GET /v1/incidents</c>; <c>assignee</c> may be <c>me</c>.</param>
/// <param name="Sort">As the parameter.</param>
/// <param name="Fields">What is shown of each incident; all when not given.</param>
/// <param name="Shared">Whether others of the tenant see it; false when not given. It stays as it was made.</param>
public sealed record PutView(
    string? Name, string? Resource, ViewFilter? Filter, string? Sort, IReadOnlyList<string>? Fields, bool? Shared)
    : IBody<PutView>
{
    /// <summary>The one resource there are views of.</summary>
    public const string Incidents = "incidents";

    /// <summary>The views that an owner may have.</summary>
    public const int Most = 100;

    private const int MostFields = 50;
    private const int LongestValue = 320;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PutView body) =>
    [
        .. Check.Text("/name", body.Name, 1, 200),
        .. Check.Present("/resource", body.Resource),
        .. Check.OneOf("/resource", body.Resource, Incidents),
        .. Check.Present("/filter", body.Filter),
        .. body.Filter is null ? [] : ViewQuery.Parameters(body.Filter)
            .SelectMany(item => Check.Text($"/filter/{item.Name}", item.Value, 0, LongestValue)),
        .. Check.Count("/fields", body.Fields, 1, MostFields),
        .. Check.Each("/fields", body.Fields, Field),
    ];

    /// <summary>The whole view is replaced; its owner stays.</summary>
    /// <param name="before">As it is; null for a new one.</param>
    /// <param name="owned">How many views its owner has.</param>
    public static Decision<SavedViewEvent> Decide(
        string key, SavedView? before, PutView body, Caller caller, int owned)
    {
        if (before is not null && !before.IsChangedBy(caller)) return NotTheirs(key);
        var owner = before?.Owner ?? caller.Actor.Value;
        FieldError[] errors =
        [
            .. Check.Key("key", key),
            .. ViewQuery.Flaws(body.Filter!, body.Sort, caller.Role)
                .Select(flaw => new FieldError(flaw.Pointer, "not_allowed", flaw.Detail)),
            .. Check.That(
                before is not null || owned < Most, "key", "count", $"{owner} has {owned} views; {Most} are allowed."),
        ];
        return errors.Length > 0
            ? Problem.Validation([.. errors])
            : new ViewPut(
                key, owner, body.Name!, body.Filter!, body.Sort, [.. body.Fields ?? []], body.Shared is true);
    }

    /// <summary>A view is seen, but is another's.</summary>
    internal static Problem NotTheirs(string key) =>
        new(ProblemCode.Forbidden, $"The view {key} is changed by its owner or an admin.");

    private static IEnumerable<FieldError> Field(string pointer, string? name) =>
        FieldSelection.Flaw(name ?? "", typeof(IncidentSummary)) is { } flaw ? [new(pointer, "not_allowed", flaw)] : [];
}
