using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Tenants;

/// <summary>The people of a tenant.</summary>
public sealed class People(EventLog log, Lists lists, TeamsChannels channels, PersonStates states)
{
    /// <summary>Enters or replaces; the address comes from the path. Who is not active acts no more: here at once,
    /// elsewhere within half a minute.</summary>
    public async Task<Outcome<Versioned<Person>>> Put(string email, Request<PutPerson> request, CancellationToken cancel)
    {
        if (!EmailAddress.IsValid(email)) return Problem.Validation(new FieldError("email", "email", "The path names no mail address."));
        if (await channels.Lacks(request.Command.Tenant, request.Body.Teams, cancel) is { } refusal) return refusal;
        var address = EmailAddress.From(email);
        var put = await log.Execute<Person, PersonEvent>(request.Command, Person.IdOf(address), _ => PutPerson.Decide(address, request.Body), cancel);
        states.Forget(request.Command.Tenant, address);
        return put;
    }

    /// <summary>One point read.</summary>
    public Task<Outcome<Versioned<Person>>> Get(Caller caller, string email, CancellationToken cancel) =>
        log.Get<Person, PersonEvent>(caller.Tenant, Person.IdOf(EmailAddress.From(email)), cancel);

    /// <summary>One query over the rows of people.</summary>
    public Task<Outcome<Page<PersonView>>> List(Caller caller, Paging paging, CancellationToken cancel) => lists.Read(
        caller.Tenant, [new(TableNames.Settings, [Person.ListPartition])], paging, row => PersonView.Of(SettingsRow.Read<Person>(row)), cancel);
}
