using ItsmServerless.Changes;
using ItsmServerless.Intake;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Workflows;
using ItsmServerless.Tenants;
using ItsmServerless.Tenants.Exports;
using ItsmServerless.Tenants.OffBoarding;
using ItsmServerless.Tests.Scenarios.Approvals;
using ItsmServerless.Tests.Scenarios.Kernel;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Tenants;

/// <summary>A tenant from its making to its end, as callers and the orchestrations take it there; its workflows are not
/// in it. A step that a process did not finish is taken again by the next.</summary>
internal sealed class DepartureScript
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 9, 0);
    private readonly string _slug;
    private readonly List<Func<KernelUnderTest, Task>> _steps;
    private int _next;
    private OffBoardingRun _run = null!;
    private ExportRun _export = null!;
    private RemovedData _removed = null!;

    public DepartureScript(string slug)
    {
        _slug = slug;
        _steps =
        [
            Make, Furnish, Delete, Note(DepartureStep.EndingWorkflows), Note(DepartureStep.Exporting),
            async process => _export = await Exports(process).WriteNext(_export, default),
            async process => _export = await Exports(process).MakeFile(_export, default),
            async process => _export = await Exports(process).HashFile(_export, default),
            async process => await Exports(process).EndExport(_export, default),
            process => Activities(process).NoteStep(new(_run, DepartureStep.Removing, _export), default),
            async process => _removed = await Activities(process).RemoveShared(_run, default),
            process => Activities(process).DropStorage(_run, default),
            process => Activities(process).EndTenant(new(_run, _removed), default),
        ];
    }

    public TenantId Tenant { get; private set; }

    public ExportRun Export => _export;

    /// <summary>Takes the steps that are left.</summary>
    public async Task Run(KernelUnderTest process)
    {
        for (; _next < _steps.Count; _next++) await _steps[_next](process);
    }

    private async Task Make(KernelUnderTest process)
    {
        var request = Ask(new CreateTenant(_slug, "Acme", "free"), TenantId.Operator, Role.Operator, "make");
        var made = Taken(await process.Get<TenantMaker>().Make(request, default));
        Tenant = TenantId.From(made.Id.Value);
        _run = new(Tenant, UlidText.FromKey(ItsmServerless.Tenants.Exports.Export.Prefix, Tenant, "last"), Now.ToDateTimeOffset());
        _export = new(Tenant, _run.Export, IsFinal: true, Now.ToDateTimeOffset());
    }

    private async Task Furnish(KernelUnderTest process)
    {
        Taken(await process.Get<Credentials>().Create(Ask(new CreateApiKey("ci", "agent", null, null), Tenant, Role.Admin, "key"), default));
        Taken(await process.Get<IntakeSources>().Create(Ask(new CreateIntakeSource("in", "json"), Tenant, Role.Admin, "source"), default));
        Taken(await process.Get<CalendarFeeds>().Create(Ask(new CreateFeed("phone"), Tenant, Role.Admin, "feed"), default));
        await process.Tables.Blobs(Tenant).GetBlobClient("a/b").UploadAsync(BinaryData.FromString("text"), overwrite: true);
        await process.Get<DueTable>().Move(Tenant, new("inc_1"), null, Now, default);
    }

    private async Task Delete(KernelUnderTest process) => Taken(await process.Get<TenantDirectory>().OffBoard(
        Tenant.Value, Ask(new NoBody(), TenantId.Operator, Role.Operator, "delete"), new LostClient(), default));

    private Func<KernelUnderTest, Task> Note(DepartureStep step) =>
        process => Activities(process).NoteStep(new(_run, step), default);

    private static OffBoardingWorkflow Activities(KernelUnderTest process) =>
        ActivatorUtilities.CreateInstance<OffBoardingWorkflow>(process.Get<IServiceProvider>());

    private static ExportWorkflow Exports(KernelUnderTest process) =>
        ActivatorUtilities.CreateInstance<ExportWorkflow>(process.Get<IServiceProvider>());

    private static T Taken<T>(Outcome<T> outcome)
    {
        Assert.True(outcome.Problem is null, outcome.Problem?.Detail);
        return outcome.Value;
    }

    private Request<T> Ask<T>(T body, TenantId tenant, Role role, string key) where T : class => new(
        new(tenant, role, "key", null), body,
        KernelUnderTest.Command(tenant, CommandId.FromKey($"{_slug}/{key}"), Now), $"{_slug}/{key}");
}
