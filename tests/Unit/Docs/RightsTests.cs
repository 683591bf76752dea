using System.Reflection;
using ItsmServerless.Changes;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Xunit;

namespace ItsmServerless.Tests.Unit.Docs;

/// <summary>Who may call what, as the code declares it: against the rules of roles, and against docs/rights.md. With
/// <c>ITSM_DOCS_RIGHTS=1</c> the document's table is written anew.</summary>
public sealed class RightsTests
{
    private const string File = "docs/rights.md";
    private const string Views = "v1/views";
    private const string Begin = "<!-- table: written by RightsTests -->";

    /// <summary>What an auditor does not read, and why.</summary>
    private static readonly Dictionary<string, string> NotForAuditors = new(StringComparer.Ordinal)
    {
        ["GetWebhookSecret"] = "A secret is no evidence, and who has it can sign in the tenant's name.",
    };

    /// <summary>What asks for an answer with POST because the question is long; nothing is kept of it.</summary>
    private static readonly string[] Questions = ["AskWhatIf", "SimulateClocks"];

    private static readonly Role[] OfTenants =
        [Role.Admin, Role.Manager, Role.Agent, Role.Requester, Role.Integration, Role.Provisioning, Role.Auditor];

    private static readonly IReadOnlyList<Route> Routes = new Routes(typeof(ItsmApp).Assembly).All;

    private static IEnumerable<Route> Guarded => Routes.Where(route => PolicyOf(route) is not null);

    private static IEnumerable<Route> OfTenant => Guarded.Where(route => !IsOperators(route));

    [Fact]
    public void Operators_DoOnlyWhatIsTheirs() => Assert.All(Guarded, route =>
        Assert.Equal(IsOperators(route), PolicyOf(route)!.Roles.SequenceEqual([Role.Operator])));

    [Fact]
    public void Operators_MeetNoTenantsData() => Assert.All(OfTenant, route =>
        Assert.DoesNotContain(Role.Operator, PolicyOf(route)!.Roles));

    [Fact]
    public void Admins_DoEverythingInTheirTenant() => Assert.All(OfTenant, route =>
        Assert.Contains(Role.Admin, PolicyOf(route)!.Roles));

    [Fact]
    public void Auditors_ReadEverything() => Assert.Empty(
        OfTenant.Where(IsRead).Where(route => !Allows(route, Role.Auditor)).Select(route => route.Function)
            .Except(NotForAuditors.Keys, StringComparer.Ordinal));

    [Fact]
    public void Auditors_ChangeNothing() => Assert.Empty(
        OfTenant.Where(route => !IsRead(route) && Allows(route, Role.Auditor)).Select(route => route.Function)
            .Except(Questions, StringComparer.Ordinal));

    [Fact]
    public void Integrations_MeetIntakeOnly() => Assert.All(
        OfTenant.Where(route => Allows(route, Role.Integration)),
        route => Assert.StartsWith("v1/intake/", route.Template, StringComparison.Ordinal));

    [Fact]
    public void Provisioning_MeetsScimOnly_AndAllOfIt() => Assert.All(
        OfTenant, route => Assert.Equal(
            route.Template.StartsWith("scim/v2/", StringComparison.Ordinal), Allows(route, Role.Provisioning)));

    [Fact]
    public void Requesters_MeetTheirOwnOnly() => Assert.All(
        OfTenant.Where(route => Allows(route, Role.Requester)),
        route => Assert.NotEqual("yes", Cell(route, Role.Requester)));

    [Fact]
    public void Managers_DoWhatAgentsDo() => Assert.All(
        OfTenant.Where(route => Allows(route, Role.Agent)),
        route => Assert.Contains(Role.Manager, PolicyOf(route)!.Roles));

    /// <summary>A route that works on one incident sees to the caller's groups: it is never closed to them.</summary>
    [Fact]
    public void AgentsOfGroups_WorkOnIncidents() => Assert.All(
        OfTenant.Where(route => Allows(route, Role.Agent) && route.Template.StartsWith("v1/incidents", StringComparison.Ordinal)),
        route => Assert.True(PolicyOf(route)!.InGroups, route.Function));

    [Fact]
    public void Document_ShowsWhoMayDoWhat()
    {
        var lines = Repository.Lines(File).ToList();
        var table = lines.IndexOf(Begin) + 1;
        string[] expected = [.. Sections()];
        if (Environment.GetEnvironmentVariable("ITSM_DOCS_RIGHTS") == "1")
        {
            System.IO.File.WriteAllLines(Path.Combine(Repository.Root, File), [.. lines.Take(table), .. expected]);
            return;
        }
        Assert.Equal(expected, lines.Skip(table));
    }

    private static IEnumerable<string> Sections() =>
    [
        .. Fields("an incident", IncidentRights.Table), .. Fields("a change", ChangeRights.Table),
        "", "## Routes",
        .. OfTenant.GroupBy(PracticeOf).OrderBy(group => group.Key, StringComparer.Ordinal).SelectMany(Section),
        "", "### The operator's", "", "| route | operator |", "|---|---|",
        .. Guarded.Where(IsOperators).Select(route => $"| {Text(route)} | yes |"),
        "", "### Everybody's", "", "| route | why without a credential |", "|---|---|",
        .. Routes.Where(route => PolicyOf(route) is null).Select(route =>
            $"| {Text(route)} | {route.Handler.GetCustomAttribute<AnonymousAttribute>()!.Reason} |"),
    ];

    private static IEnumerable<string> Fields(string what, FieldTable table) =>
    [
        "", $"## Fields of {what}", "", "| field | read | write | filter | sort |", "|---|---|---|---|---|",
        .. table.Rules.OrderBy(rule => rule.Name, StringComparer.Ordinal).Select(rule =>
            $"| `{rule.Name}` | {Word(rule.Read)} | {Word(rule.Write)} | {Word(rule.Filter)} | {Word(rule.Sort)} |"),
    ];

    private static string Word(FieldAccess access) => access switch
    {
        FieldAccess.Everybody => "everybody",
        FieldAccess.Desk => "desk",
        _ => "",
    };

    private static IEnumerable<string> Section(IGrouping<string, Route> practice) =>
    [
        "", $"### {practice.Key}", "",
        "| route | admin | manager | agent | agent of groups | requester | integration | provisioning | auditor |",
        "|---|---|---|---|---|---|---|---|---|", .. practice.Select(Row),
    ];

    private static string Row(Route route) => $"| {Text(route)} | " + string.Join(" | ",
        OfTenants.SelectMany(role => role == Role.Agent ? [Cell(route, role), OfGroups(route)] : new[] { Cell(route, role) })) + " |";

    private static string OfGroups(Route route) => !Allows(route, Role.Agent) || !PolicyOf(route)!.InGroups ? ""
        : route.Template is "v1/search" or $"{Views}/{{key}}/items" || route.Template.StartsWith("v1/incidents", StringComparison.Ordinal) ? "theirs" : "yes";

    private static string Cell(Route route, Role role) => (Allows(route, role), role, route.Template) switch
    {
        (false, _, _) => "",
        (_, Role.Requester, var path) when path.StartsWith("v1/incidents", StringComparison.Ordinal) => "own",
        (_, Role.Requester, "v1/search") => "own",
        (_, Role.Requester, var path) when path.StartsWith(Views, StringComparison.Ordinal) => "own, shared",
        (_, Role.Requester, var path) when path.StartsWith("v1/changes/{id}/votes", StringComparison.Ordinal) => "if asked",
        _ => "yes",
    };

    private static string Text(Route route) => $"`{route.Method} /{route.Template}`";

    private static string PracticeOf(Route route) => route.Handler.DeclaringType!.Namespace!.Split('.')[1];

    private static bool IsRead(Route route) => route.Method is "GET" or "HEAD";

    private static bool IsOperators(Route route) => route.Template.StartsWith("v1/operator/", StringComparison.Ordinal);

    private static bool Allows(Route route, Role role) => PolicyOf(route)!.Roles.Contains(role);

    private static RequiresAttribute? PolicyOf(Route route) => route.Handler.GetCustomAttribute<RequiresAttribute>();
}
