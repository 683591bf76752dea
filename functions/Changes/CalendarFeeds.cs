using System.Buffers.Text;
using Azure.Data.Tables;
using ItsmServerless.Kernel;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Tenants;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>The feeds of a tenant, and what is read through them.</summary>
/// <remarks>The token of a URL is derived from the feed's id by the installation's signing key: 256 bits that nobody
/// can
/// guess, and that are stored nowhere but as a hash (docs/decisions/0004).</remarks>
public sealed class CalendarFeeds(
    EventLog log, Lists lists, Kernel.Storage.Tables tables, TenantStates tenants, ChangeCalendars calendars,
    Signer signer, InstallationSettings installation, Clock clock)
{
    private const string Purpose = "calendar-feed-token";
    private const string Ending = ".ics";
    private const int TokenLength = 43;
    private static readonly Problem Unknown = Problem.NotFound("such calendar");
    private static readonly Duration Past = Duration.FromDays(31), Future = Duration.FromDays(366 - 31);

    /// <summary>The new feed with its URL; the same again when the same request is repeated.</summary>
    public async Task<Outcome<CreatedFeedView>> Create(Request<CreateFeed> request, CancellationToken cancel)
    {
        var (id, tenant) = (request.NewId(CalendarFeed.Prefix), request.Caller.Tenant);
        var created = new CalendarFeedCreated(
            tenant, request.Body.Name!, KeyText.Hash(Token(tenant, id, signer.ActiveKey)), signer.ActiveKey);
        var feed = await log.Create<CalendarFeed, CalendarFeedEvent>(
            request.Command, id, existing => CreateFeed.Decide(existing, created), cancel);
        return feed.Map(made => View(made.State));
    }

    /// <summary>One query over the rows of feeds.</summary>
    public Task<Outcome<Page<CalendarFeedView>>> List(Caller caller, Paging paging, CancellationToken cancel) =>
        lists.Read(
            caller.Tenant, [new(TableNames.Settings, [CalendarFeed.Kind])], paging,
            row => CalendarFeedView.Of(SettingsRow.Read<CalendarFeed>(row)), cancel);

    /// <summary>The URL works no more.</summary>
    public async Task<Outcome<Versioned<CalendarFeed>>> Revoke(
        string id, Request<NoBody> request, CancellationToken cancel) =>
        RecordId.TryParse(CalendarFeed.Prefix, id, out var feed)
            ? await log.Execute<CalendarFeed, CalendarFeedEvent>(
                request.Command, feed.Value,
                state => state is null ? Unknown : new CalendarFeedRevoked(), cancel)
            : Unknown;

    /// <summary>The calendar behind a file's name, <c>{token}.ics</c>: from a month ago on, for a year. Whatever is
    /// wrong
    /// with the name, the answer is the same.</summary>
    public async Task<Outcome<FeedDocument>> Read(string file, CancellationToken cancel)
    {
        if ((await Find(file, cancel)).IsRefused(out var unknown, out var feed)) return unknown;
        var today = clock.Now.InUtc().Date.AtMidnight().InUtc().ToInstant();
        var asked = new Window(today - Past, today + Future);
        if ((await calendars.Read(feed.Tenant, asked, cancel)).IsRefused(out var bad, out var calendar)) return bad;
        var people = await lists.All(feed.Tenant, TableNames.Settings, Person.ListPartition, cancel);
        var names = people.Select(SettingsRow.Read<Person>).ToDictionary(person => person.Email, person => person.Name);
        return FeedDocument.Of(feed, calendar, names);
    }

    /// <summary>One point read in the shared table, by the token's hash alone.</summary>
    private async Task<Outcome<CalendarFeed>> Find(string file, CancellationToken cancel)
    {
        if (file.Length != TokenLength + Ending.Length || !file.EndsWith(Ending, StringComparison.Ordinal))
            return Unknown;
        var row = await tables.Shared(TableNames.Feeds).GetEntityIfExistsAsync<TableEntity>(
            KeyText.Hash(file[..TokenLength]), CalendarFeed.TokenRow, cancellationToken: cancel);
        if (!row.HasValue) return Unknown;
        var feed = SettingsRow.Read<CalendarFeed>(row.Value!);
        return await tenants.IsSuspended(feed.Tenant, cancel) ? Unknown : feed;
    }

    private string Token(TenantId tenant, RecordId id, string key) =>
        Base64Url.EncodeToString(signer.Derive(Purpose, key, $"{tenant}/{id}"));

    private CreatedFeedView View(CalendarFeed feed) => new(
        feed.Id, $"{installation.PublicUrl}/calendar/{Token(feed.Tenant, feed.Id, feed.SigningKey)}{Ending}", feed.Name,
        feed.CreatedAt);
}
