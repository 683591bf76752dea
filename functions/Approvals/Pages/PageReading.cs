using ItsmServerless.Changes;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Languages;
using ItsmServerless.Tenants;

namespace ItsmServerless.Approvals.Pages;

/// <summary>Reads what a page shows beside the approval and the change.</summary>
public sealed class PageReading(EventLog log, ChangeSchedule schedule)
{
    private const int MostNames = 20;

    /// <summary>What the reader of a link sees. A point read for each person who is named, at most twenty; and three
    /// queries for what stands against the window.</summary>
    /// <param name="acceptLanguage">What the browser asks for; the language of the person's entry goes before.</param>
    public async Task<PageSight> Of(OpenedLink link, string? acceptLanguage, CancellationToken cancel)
    {
        var (tenant, change) = (link.Token.Ten, link.Change);
        var found = await Task.WhenAll(Named(link).Select(person => Find(tenant, person, cancel)));
        var people = found.OfType<Person>().ToDictionary(person => person.Email);
        var entry = people.GetValueOrDefault(link.Approver);
        var around = await schedule.Around(tenant, change.Content, cancel);
        return new(
            link, Reader.Of(entry?.Language, entry?.TimeZone, acceptLanguage),
            people.ToDictionary(pair => pair.Key, pair => pair.Value.Name), ScheduleConflicts.Of(change, around));
    }

    private async Task<Person?> Find(TenantId tenant, EmailAddress person, CancellationToken cancel) =>
        (await log.Find<Person, PersonEvent>(tenant, Person.IdOf(person), cancel))?.State;

    /// <summary>The reader first, then those who asked and answer for it, then those who decide.</summary>
    private static IEnumerable<EmailAddress> Named(OpenedLink link)
    {
        EmailAddress?[] known = [link.Approver, link.Change.Requester, link.Change.Content.Owner];
        var deciders = link.Approval.State.Questions.SelectMany(question => question.Ballots)
            .SelectMany(ballot => new EmailAddress?[] { ballot.Approver.Person, ballot.Approver.OnBehalfOf });
        return known.Concat(deciders).OfType<EmailAddress>().Distinct().Take(MostNames);
    }
}
