using System.Collections.Immutable;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Languages;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tenants;

namespace ItsmServerless.Notifications.Templates;

/// <summary>Finds in which language, and by which clock, a notice is read.</summary>
public sealed class MailReaders(EventLog log)
{
    /// <summary>Replaces what holds for those who have not said.</summary>
    public Task<Outcome<Versioned<MailPreferences>>> Put(
        Request<PutMailSettings> request, CancellationToken cancel) =>
        log.Execute<MailPreferences, MailPreferencesEvent>(
            request.Command, MailPreferences.Id, _ => PutMailSettings.Decide(request.Body), cancel);

    /// <summary>What holds now, or a version of it.</summary>
    public Task<Outcome<Versioned<MailPreferences>>> Get(Caller caller, int? version, CancellationToken cancel) =>
        version is { } old
            ? log.AsOf<MailPreferences, MailPreferencesEvent, MailPreferencesPut>(
                caller.Tenant, MailPreferences.Id, old, cancel)
            : log.Get<MailPreferences, MailPreferencesEvent>(caller.Tenant, MailPreferences.Id, cancel);

    /// <summary>A person reads in their own language, else in the tenant's, else in English; so do several, who have no
    /// one language. Two point reads.</summary>
    public async Task<Reader> Of(TenantId tenant, ImmutableArray<EmailAddress> to, CancellationToken cancel)
    {
        var preferences = await log.Find<MailPreferences, MailPreferencesEvent>(tenant, MailPreferences.Id, cancel);
        var person = to is [var only]
            ? await log.Find<Person, PersonEvent>(tenant, Person.IdOf(only), cancel)
            : null;
        return Reader.Of(
            person?.State.Language ?? preferences?.State.Language,
            person?.State.TimeZone ?? preferences?.State.TimeZone);
    }
}
