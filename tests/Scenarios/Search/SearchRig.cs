using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Search;
using ItsmServerless.Search.Text;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using NodaTime;

namespace ItsmServerless.Tests.Scenarios.Search;

/// <summary>Incidents with random words, processes that index them, and the obvious way to find them.</summary>
internal sealed class SearchRig(StorageFixture storage, int seed) : IAsyncDisposable
{
    public static readonly TenantId Tenant = TenantId.From("ten_01JD0000000000000000000001");
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 24, 9, 0);

    private static readonly string[] Vocabulary =
        ["paper", "jam", "printer", "print", "prints", "Prínt", "fax", "net", "netz", "紙詰まり", "ß", "10.0.0.1"];

    private static readonly string[] Queries =
    [
        "paper", "paper jam", "\"paper jam\"", "print*", "pri*", "net -fax", "紙", "\"fax net\"", "10.0.0.1", "ss", "prints -\"paper jam\"",
    ];

    private readonly StorageScope scope = storage.Scope();
    private readonly List<KernelUnderTest> processes = [];
    private readonly Random random = new(seed);
    private readonly Dictionary<RecordId, (string Title, string Description)> texts = [];
    private readonly Dictionary<RecordId, PublishedEvent> newest = [];
    private int commands;

    /// <summary>For each record, an event of its newest version.</summary>
    public IReadOnlyList<PublishedEvent> Records => [.. newest.Values];

    public KernelUnderTest Process()
    {
        processes.Add(new(storage.ConnectionString, scope.Prefix, new RecordingBus()));
        return processes[^1];
    }

    public async Task<KernelUnderTest> BeginAsync()
    {
        var process = Process();
        await process.Tables.CreateShared(default);
        await process.Tables.CreateFor(Tenant, default);
        return process;
    }

    /// <summary>Reports or edits an incident; the event as it is published.</summary>
    public async Task<PublishedEvent> ChangeAsync(KernelUnderTest process, int records)
    {
        var id = UlidText.FromKey(Incident.Prefix, Tenant, $"{random.Next(records)}");
        var (title, description) = (Words(1, 5), Words(0, 8));
        texts[id] = (title, description);
        var command = KernelUnderTest.Command(
            Tenant, CommandId.FromCause("change", $"{++commands}"), Start + Duration.FromSeconds(commands));
        IncidentEvent? done = null;
        var changed = (await process.Log.Execute<Incident, IncidentEvent>(
            command, id, incident => done = Next(incident, title, description), default)).Value;
        var data = random.Next(2) == 0 ? EventTypes<IncidentEvent>.DataOf(done!) : default; // Without, the record is read.
        return newest[id] = new(
            Tenant, id, Incident.Practice, changed.Version, EventTypes<IncidentEvent>.NameOf(done!), command.At, Actor.System, data);
    }

    private static IncidentEvent Next(Incident? incident, string title, string description) => incident is null
        ? new IncidentReported("INC-000001", title, description, null, Level.Low, Level.Low, Priority.P5, null, null, null, null, [], [], null)
        : new IncidentEdited { Title = title, Description = new(description) };

    /// <summary>Every query, in a process, beside the obvious answer; the first difference, or null.</summary>
    public async Task<string?> DifferenceAsync(KernelUnderTest process)
    {
        var caller = new Caller(Tenant, Role.Agent, "key", null);
        foreach (var text in Queries)
        {
            var query = SearchQuery.Parse(text).Value;
            var found = (await process.Get<SearchDesk>().Search(new(caller, text, query, [], null, new(200, null)), default)).Value;
            var expected = texts.Where(each => Fits(each.Value, query)).Select(each => each.Key.Value).Order(StringComparer.Ordinal);
            if (!found.Items.Select(hit => hit.Id.Value).Order(StringComparer.Ordinal).SequenceEqual(expected))
                return $"{text}: {string.Join(' ', found.Items.Select(hit => hit.Title))}";
        }
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes) await process.DisposeAsync();
        await scope.DisposeAsync();
    }

    private string Words(int least, int most) => string.Join(
        ' ', Enumerable.Range(0, random.Next(least, most)).Select(_ => Vocabulary[random.Next(Vocabulary.Length)]).DefaultIfEmpty("x"));

    private static bool Fits((string Title, string Description) texts, SearchQuery query) => query.Clauses.All(clause =>
        new[] { texts.Title, texts.Description }.Any(text => Fits(text, clause)) != clause.IsExcluded);

    private static bool Fits(string text, SearchClause clause)
    {
        var tokens = TextTokens.Of(text).ToList();
        return Enumerable.Range(0, tokens.Count + 1).Any(start => clause.Tokens.All(wanted => tokens.Exists(token =>
            token.Position == start + wanted.Position &&
            (wanted.IsPrefix ? token.Text.StartsWith(wanted.Text, StringComparison.Ordinal) : token.Text == wanted.Text))));
    }
}
