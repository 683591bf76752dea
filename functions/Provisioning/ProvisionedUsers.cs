using System.Text.Json.Nodes;
using ItsmServerless.Kernel;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tenants;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Provisioning;

/// <summary>The people of a tenant as users of SCIM: the very entries of <c>/v1/people</c>.</summary>
public sealed class ProvisionedUsers(
    EventLog log, ScimLists lists, ScimBody body, ScimPeople people, PersonStates states,
    InstallationSettings installation)
{
    private static readonly string[] LookedUpBy = ["id", "username", "externalid", "emails", "active", "manager"];

    private string Root => $"{installation.PublicUrl}/{ScimNames.Root}";

    /// <summary>Enters a person. A look-up, and the command.</summary>
    public async Task<Outcome<JsonObject>> Create(HttpRequest http, CancellationToken cancel)
    {
        if ((await body.Read(http)).IsRefused(out var refusal, out var request)) return refusal;
        if (ScimUser.Read(request.Body).IsRefused(out var bad, out var user)) return bad;
        if (await Taken(request.Command.Tenant, user, user.Email, cancel) is { } taken) return taken;
        if ((await Manager(request.Command.Tenant, user, cancel)).IsRefused(out var nobody, out var manager)) return nobody;
        return await Execute(request, Person.IdOf(user.Email), state => ProvisionPerson.Create(state, user, manager, request.Command.At), cancel);
    }

    /// <summary>Replaces what the directory says of a person.</summary>
    public async Task<Outcome<JsonObject>> Replace(HttpRequest http, string id, CancellationToken cancel)
    {
        if ((await Find(http, id, cancel)).IsRefused(out var unknown, out var found)) return unknown;
        if ((await body.Read(http)).IsRefused(out var refusal, out var request)) return refusal;
        return await Change(request, found, _ => request.Body, cancel);
    }

    /// <summary>Changes a part of it.</summary>
    public async Task<Outcome<JsonObject>> Patch(HttpRequest http, string id, CancellationToken cancel)
    {
        if ((await Find(http, id, cancel)).IsRefused(out var unknown, out var found)) return unknown;
        if ((await body.Read(http)).IsRefused(out var refusal, out var request)) return refusal;
        return await Change(
            request, found, person => ScimPatch.Apply(ScimBody.Copy(ScimUser.View(found.Id, person, 0, Root)), request.Body), cancel);
    }

    /// <summary>Takes a person away; the entry stays, not active.</summary>
    public async Task<Outcome<JsonObject>> Delete(HttpRequest http, string id, CancellationToken cancel)
    {
        if ((await Find(http, id, cancel)).IsRefused(out var unknown, out var found)) return unknown;
        if (body.None(http).IsRefused(out var refusal, out var request)) return refusal;
        return await Execute(request, found.Id, state => ProvisionPerson.Delete(state, request.Command.At), cancel);
    }

    /// <summary>One point read.</summary>
    public async Task<Outcome<JsonObject>> Show(HttpRequest http, string id, CancellationToken cancel) =>
        (await Find(http, id, cancel)).Map(found => ScimUser.View(found, Root));

    /// <summary>Those a filter names: at most one, by a point read or two. Without one a page of all people.</summary>
    public async Task<Outcome<JsonObject>> List(HttpRequest http, CancellationToken cancel)
    {
        if (ScimPage.Read(http).IsRefused(out var bad, out var page)) return bad;
        var tenant = Authentication.CallerOf(http.HttpContext).Tenant;
        if (http.Parameter("filter") is not { } text)
            return await lists.Page<Person>(tenant, Person.ListPartition, page, Shown, cancel);
        if (ScimFilter.Read(text, LookedUpBy).IsRefused(out var unread, out var filter)) return unread;
        var found = await people.Find(tenant, filter, cancel);
        return page.Of(found is null || !Fits(found.State, filter) ? [] : [ScimUser.View(found, Root)]);
    }

    private async Task<Outcome<Versioned<Person>>> Find(HttpRequest http, string id, CancellationToken cancel) =>
        await people.ById(Authentication.CallerOf(http.HttpContext).Tenant, id, cancel) is { } found ? found : Problem.NotFound("such user");

    private async Task<Outcome<JsonObject>> Change(
        Request<JsonObject> request, Versioned<Person> found, Func<Person, Outcome<JsonObject>> wanted, CancellationToken cancel)
    {
        var first = wanted(found.State).Then(ScimUser.Read);
        if (first.IsRefused(out var bad, out var user)) return bad;
        if ((await Manager(request.Command.Tenant, user, cancel)).IsRefused(out var nobody, out var manager)) return nobody;
        if (await Taken(request.Command.Tenant, user, found.State.Email, cancel) is { } taken) return taken;
        return await Execute(request, found.Id, state => Decide(state, wanted, manager, request), cancel);
    }

    private static Decision<PersonEvent> Decide(
        Person? state, Func<Person, Outcome<JsonObject>> wanted, EmailAddress? manager, Request<JsonObject> request)
    {
        if (state is null) return Problem.NotFound("such user");
        return wanted(state).Then(ScimUser.Read).IsRefused(out var bad, out var user)
            ? bad
            : ProvisionPerson.Change(state, user, manager, request.Command.At);
    }

    private async Task<Outcome<JsonObject>> Execute(
        Request<JsonObject> request, RecordId id, Func<Person?, Decision<PersonEvent>> decide, CancellationToken cancel)
    {
        var done = await log.Execute<Person, PersonEvent>(request.Command, id, decide, cancel);
        return done.Map(person =>
        {
            states.Forget(request.Command.Tenant, person.State.Email);
            return ScimUser.View(person, Root);
        });
    }

    private async Task<Problem?> Taken(TenantId tenant, ScimUser user, EmailAddress own, CancellationToken cancel)
    {
        if (await people.ByUserName(tenant, user.UserName, cancel) is { } other && other.State.Email != own)
            return new(ProblemCode.AlreadyExists, $"userName {user.UserName} is another's.");
        return user.Email != own && await people.ByAddress(tenant, user.Email.Value, cancel) is not null
            ? new(ProblemCode.AlreadyExists, $"The address {user.Email} is another's.")
            : null;
    }

    private async Task<Outcome<EmailAddress?>> Manager(TenantId tenant, ScimUser user, CancellationToken cancel)
    {
        if (user.Manager is null) return (EmailAddress?)null;
        return await people.ById(tenant, user.Manager, cancel) is { } manager
            ? manager.State.Email
            : ScimNames.Bad("invalidValue", $"There is no user {user.Manager} to be the manager.");
    }

    private static bool Fits(Person person, ScimFilter filter) =>
        (filter.Of("active") is not { } active || active == (person.IsActive ? "true" : "false")) &&
        (filter.Of("manager") is not { } manager || (person.Manager is { } own && Person.IdOf(own).Value == manager));

    /// <summary>Null for who was taken away.</summary>
    private JsonObject? Shown(Person person) =>
        person.Provisioned?.IsDeleted == true ? null : ScimUser.View(person.Id, person, person.Version, Root);
}
