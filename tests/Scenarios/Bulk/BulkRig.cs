using System.Text.Json;
using ItsmServerless.Bulk;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Tenants;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Bulk;

/// <summary>The app without a host, with a tenant: bulks go on page by page when a test says so.</summary>
public sealed class BulkRig(StorageFixture storage) : IAsyncLifetime
{
    private readonly StorageScope _scope = storage.Scope();
    private KernelUnderTest _process = null!;
    private int _commands;

    internal SettableTime Time { get; } = new();

    internal TenantId Tenant { get; private set; }

    internal Caller Admin => new(Tenant, Role.Admin, "test", null);

    public async ValueTask InitializeAsync()
    {
        _process = new(_scope.ConnectionString, _scope.Prefix, new RecordingBus(), Time, []);
        await _process.Tables.CreateShared(CancellationToken.None);
        await NewTenantAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _scope.DisposeAsync();
    }

    internal T Get<T>() where T : notnull => _process.Get<T>();

    /// <summary>Goes on with a tenant that nothing has happened to.</summary>
    internal async Task NewTenantAsync()
    {
        var slug = $"tenant-{++_commands}";
        var operations = Request(new CreateTenant(slug, slug, "unlimited"), new(TenantId.Operator, Role.Operator, "operator", null));
        Tenant = TenantId.From((await Get<TenantMaker>().Make(operations, CancellationToken.None)).Value.Id.Value);
    }

    internal async Task<RecordId> ReportAsync()
    {
        var body = new ReportIncident("Many comments");
        return (await Get<IncidentDesk>().Report(Request(body, Admin), CancellationToken.None)).Value.Id;
    }

    /// <summary>Asks for so many comments on an incident.</summary>
    internal Task<Outcome<Versioned<BulkRun>>> StartAsync(Caller caller, RecordId incident, int comments, string? key = null)
    {
        var items = Enumerable.Range(0, comments).Select(n => new BulkItem(
            "commentOnIncident", incident.Value, JsonSerializer.SerializeToElement(new { body = $"{n}" })));
        return Get<BulkDesk>().Start(Request(new StartBulk([.. items]), caller, key), CancellationToken.None);
    }

    internal BulkWorkflow Workflow => new(Get<EventLog>(), Get<BulkRows>(), Get<BulkRunner>(), Get<Clock>());

    /// <summary>Goes on to the end, as the orchestration does.</summary>
    internal async Task<BulkRun> EndAsync(BulkStep step)
    {
        while (step.Of == 0 || step.Succeeded + step.Failed < step.Of)
            step = await Workflow.RunPage(step, CancellationToken.None);
        await Workflow.EndBulk(step, CancellationToken.None);
        return (await Get<EventLog>().Get<BulkRun, BulkEvent>(Tenant, step.Bulk, CancellationToken.None)).Value.State;
    }

    internal Request<TBody> Request<TBody>(TBody body, Caller caller, string? key = null) where TBody : class
    {
        var id = key is null ? CommandId.FromCause($"{Interlocked.Increment(ref _commands)}") : CommandId.FromKey(key);
        var command = KernelUnderTest.Command(caller.Tenant, id, Get<Clock>().Now) with
        {
            By = caller.Actor,
            KeepsAnswer = key is not null,
        };
        return new(caller, body, command, key);
    }
}
