using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ItsmServerless.Kernel;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tenants;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Provisioning;

/// <summary>The groups of a tenant as groups of SCIM: the very records of <c>/v1/groups</c>.</summary>
public sealed class ProvisionedGroups(
    EventLog log, Lists lists, ScimLists pages, ScimBody body, ScimPeople people, InstallationSettings installation)
{
    private const int ReadAtOnce = 50;
    private const int MostOfOneName = 20;
    private static readonly string[] LookedUpBy = ["id", "displayname", "externalid", "members"];

    private string Root => $"{installation.PublicUrl}/{ScimNames.Root}";

    /// <summary>Makes a group; its key comes from its name. A read of the groups there are, one for each member, and the
    /// command.</summary>
    public async Task<Outcome<JsonObject>> Create(HttpRequest http, CancellationToken cancel)
    {
        if ((await body.Read(http)).IsRefused(out var refusal, out var request)) return refusal;
        if (ScimGroup.Read(request.Body).IsRefused(out var bad, out var group)) return bad;
        var all = await All(request.Command.Tenant, cancel);
        if (all.Any(other => other.Name.Equals(group.Name, StringComparison.OrdinalIgnoreCase)))
            return new Problem(ProblemCode.AlreadyExists, $"There is a group {group.Name} already.");
        var key = Enumerable.Range(1, MostOfOneName).Select(number => ScimGroup.KeyOf(group.Name, number)).First(free => all.All(other => other.Key != free));
        if ((await Members(request, null, group.Members, cancel)).IsRefused(out var nobody, out var members)) return nobody;
        return await Execute(request, Group.IdOf(key), state => ProvisionGroup.Create(state, key, group, Of(group, members)), cancel);
    }

    /// <summary>Replaces what the directory says of a group.</summary>
    public async Task<Outcome<JsonObject>> Replace(HttpRequest http, string id, CancellationToken cancel)
    {
        if ((await Find(http, id, cancel)).IsRefused(out var unknown, out var found)) return unknown;
        if ((await body.Read(http)).IsRefused(out var refusal, out var request)) return refusal;
        return await Change(request, found, _ => request.Body, cancel);
    }

    /// <summary>Changes a part of it, mostly its members.</summary>
    public async Task<Outcome<JsonObject>> Patch(HttpRequest http, string id, CancellationToken cancel)
    {
        if ((await Find(http, id, cancel)).IsRefused(out var unknown, out var found)) return unknown;
        if ((await body.Read(http)).IsRefused(out var refusal, out var request)) return refusal;
        return await Change(
            request, found, group => ScimPatch.Apply(ScimBody.Copy(ScimGroup.View(group, 0, Root, withMembers: true)), request.Body), cancel);
    }

    /// <summary>Ends a group.</summary>
    public async Task<Outcome<JsonObject>> Delete(HttpRequest http, string id, CancellationToken cancel)
    {
        if ((await Find(http, id, cancel)).IsRefused(out var unknown, out var found)) return unknown;
        if (body.None(http).IsRefused(out var refusal, out var request)) return refusal;
        var gone = await log.Execute<Group, GroupEvent>(request.Command, found.Id, ProvisionGroup.Delete, cancel);
        return gone.Map(_ => new JsonObject());
    }

    /// <summary>One point read.</summary>
    public async Task<Outcome<JsonObject>> Show(HttpRequest http, string id, CancellationToken cancel) =>
        (await Find(http, id, cancel)).Map(found => ScimGroup.View(found, Root, WithMembers(http)));

    /// <summary>Those a filter names, by one query over the groups, at most 1,000; without one a page of all.</summary>
    public async Task<Outcome<JsonObject>> List(HttpRequest http, CancellationToken cancel)
    {
        if (ScimPage.Read(http).IsRefused(out var bad, out var page)) return bad;
        var tenant = Authentication.CallerOf(http.HttpContext).Tenant;
        if (http.Parameter("filter") is not { } text)
            return await pages.Page<Group>(tenant, Group.ListPartition, page, View, cancel);
        if (ScimFilter.Read(text, LookedUpBy).IsRefused(out var unread, out var filter)) return unread;
        return page.Of([.. (await All(tenant, cancel)).Where(group => Fits(group, filter)).Select(View)]);

        JsonObject View(Group group) => ScimGroup.View(group, group.Version, Root, WithMembers(http));
    }

    private async Task<Outcome<Versioned<Group>>> Find(HttpRequest http, string id, CancellationToken cancel) =>
        ScimPeople.IsId(Group.Prefix, id) &&
        await log.Find<Group, GroupEvent>(Authentication.CallerOf(http.HttpContext).Tenant, RecordId.From(id), cancel) is { } found
            ? found
            : Problem.NotFound("such group");

    private async Task<Outcome<JsonObject>> Change(
        Request<JsonObject> request, Versioned<Group> found, Func<Group, Outcome<JsonObject>> wanted, CancellationToken cancel)
    {
        if (wanted(found.State).Then(ScimGroup.Read).IsRefused(out var bad, out var first)) return bad;
        var named = ScimPatch.Members(request.Body).Intersect(first.Members, StringComparer.Ordinal);
        if ((await Members(request, found.State, named, cancel)).IsRefused(out var nobody, out var members)) return nobody;
        return await Execute(request, found.Id, state => Decide(state, wanted, members), cancel);
    }

    private static Decision<GroupEvent> Decide(
        Group? state, Func<Group, Outcome<JsonObject>> wanted, IReadOnlyDictionary<string, EmailAddress> members)
    {
        if (state is null) return Problem.NotFound("such group");
        if (wanted(state).Then(ScimGroup.Read).IsRefused(out var bad, out var group)) return bad;
        var all = new Dictionary<string, EmailAddress>(members, StringComparer.Ordinal);
        foreach (var member in state.Members) all[Person.IdOf(member).Value] = member;
        return ProvisionGroup.Change(state, group, Of(group, all));
    }

    private static ImmutableArray<EmailAddress> Of(ScimGroup group, IReadOnlyDictionary<string, EmailAddress> members) =>
        [.. group.Members.Where(members.ContainsKey).Select(id => members[id]).Distinct()];

    private async Task<Outcome<JsonObject>> Execute(
        Request<JsonObject> request, RecordId id, Func<Group?, Decision<GroupEvent>> decide, CancellationToken cancel)
    {
        var done = await log.Execute<Group, GroupEvent>(request.Command, id, decide, cancel);
        return done.Map(group => ScimGroup.View(group, Root, withMembers: true));
    }

    /// <summary>Whom ids stand for that are not members yet; <c>invalidValue</c> when there is no such user.</summary>
    private async Task<Outcome<IReadOnlyDictionary<string, EmailAddress>>> Members(
        Request<JsonObject> request, Group? group, IEnumerable<string> ids, CancellationToken cancel)
    {
        var members = (group?.Members ?? []).ToDictionary(member => Person.IdOf(member).Value, member => member, StringComparer.Ordinal);
        foreach (var some in ids.Where(id => !members.ContainsKey(id)).ToList().Chunk(ReadAtOnce))
        {
            var found = await Task.WhenAll(some.Select(id => people.ById(request.Command.Tenant, id, cancel)));
            foreach (var (id, person) in some.Zip(found))
            {
                if (person is null) return ScimNames.Bad("invalidValue", $"There is no user {id} to be a member.");
                members[id] = person.State.Email;
            }
        }
        return members;
    }

    private async Task<IReadOnlyList<Group>> All(TenantId tenant, CancellationToken cancel) =>
        [.. (await lists.All(tenant, TableNames.Settings, Group.ListPartition, cancel)).Select(SettingsRow.Read<Group>)];

    private static bool Fits(Group group, ScimFilter filter) =>
        (filter.Of("id") is not { } id || id == group.Id.Value) &&
        (filter.Of("displayname") is not { } name || name.Equals(group.Name, StringComparison.OrdinalIgnoreCase)) &&
        (filter.Of("externalid") is not { } external || external == group.ExternalId) &&
        (filter.Of("members") is not { } member || group.Members.Any(own => Person.IdOf(own).Value == member));

    private static bool WithMembers(HttpRequest http) =>
        http.Parameter("excludedAttributes")?.Contains("members", StringComparison.OrdinalIgnoreCase) != true;
}
