using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Intake;

/// <summary>Sources are opened here, and what became of messages is looked up.</summary>
public sealed class IntakeAdministrationFunctions(Api api, IntakeSources sources, Receipts receipts, MailPages pages)
{
    private const string Sources = "v1/intake-sources";
    private const string Route = "v1/intake/receipts";

    /// <summary>Opens a source; whoever knows its URL can send to it.</summary>
    [Function("CreateIntakeSource"), Requires(Role.Admin)]
    [Accepts(typeof(CreateIntakeSource)), Answers(201, typeof(IntakeSourceView))]
    public async Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Sources)] HttpRequest request,
        CancellationToken cancel)
    {
        var command = await api.Bind<CreateIntakeSource>(request);
        var created = command.Then(c => sources.Create(c, cancel));
        return await created.Created(source => $"/{Sources}/{source.Id}");
    }

    /// <summary>Lists the sources; URLs are shown to admins.</summary>
    [Function("ListIntakeSources"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(Page<IntakeSourceView>))]
    [Query("limit", "1 to 200; 50 by default."), Query("cursor", "nextCursor of the page before.")]
    public async Task<IResult> ListSources(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Sources)] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => sources.List(api.Caller(request), paging, cancel)).Page(request);

    /// <summary>Shows a source.</summary>
    [Function("GetIntakeSource"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(IntakeSourceView))]
    public async Task<IResult> GetSource(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Sources + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await sources.Get(api.Caller(request), id, cancel).Ok(source => sources.View(source.State, api.Caller(request)));

    /// <summary>Changes a source; the fields that are there are replaced.</summary>
    [Function("EditIntakeSource"), Requires(Role.Admin)]
    [Accepts(typeof(EditIntakeSource)), Answers(200, typeof(IntakeSourceView))]
    public async Task<IResult> Edit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Sources + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = sources.Get(api.Caller(request), id, cancel)
            .Then(_ => api.Bind<EditIntakeSource>(request, change: true));
        var edited = command.Then(c => sources.Edit(c, id, cancel));
        return await edited.Ok(source => sources.View(source.State, api.Caller(request)));
    }

    /// <summary>Lists what arrived, newest first.</summary>
    [Function("ListReceipts"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Integration, Role.Auditor)]
    [Answers(200, typeof(Page<ReceiptView>)), Query("state", "One state; all of them by default.")]
    [Query("limit", "1 to 200; 50 by default."), Query("cursor", "nextCursor of the page before.")]
    public async Task<IResult> ListReceipts(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancel) =>
        await receipts.List(request, cancel).Page(request);

    /// <summary>Shows what became of a message.</summary>
    [Function("GetReceipt"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Integration, Role.Auditor)]
    [Answers(200, typeof(ReceiptView))]
    public async Task<IResult> GetReceipt(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await receipts.Get(api.Caller(request), id, cancel).Ok(receipt => ReceiptView.Of(receipt.State));

    /// <summary>Downloads a message as it came.</summary>
    [Function("DownloadReceipt"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(byte[]), MediaType = "application/octet-stream")]
    public async Task<IResult> DownloadReceipt(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{id}/raw")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await receipts.Raw(api.Caller(request), id, cancel).To(file => file);

    /// <summary>Shows a mail as a page: its HTML without all that could do anything, or its text.</summary>
    [Function("ShowReceipt"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(string), MediaType = "text/html")]
    public async Task<IResult> ShowReceipt(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{id}/html")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await pages.Show(api.Caller(request), id, cancel).To(page => page);

    /// <summary>Takes a message up again that was ignored or quarantined.</summary>
    [Function("ReplayReceipt"), Requires(Role.Admin, Role.Manager, Role.Agent)]
    [Accepts(typeof(NoBody)), Answers(202, typeof(ReceiptView))]
    public async Task<IResult> Replay(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/replay")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request);
        var replayed = command.Then(c => receipts.Replay(c, id, cancel));
        return await replayed.Map(receipt => ReceiptView.Of(receipt.State)).Accepted();
    }
}
