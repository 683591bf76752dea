using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Tenants.Exports;

/// <summary>The triggers of exports.</summary>
public sealed class ExportFunctions(Api api, ExportDesk desk, ExportBlobs blobs, Kernel.Time.Clock clock)
{
    private const string Route = "v1/exports";

    /// <summary>Has everything the tenant has put into one file, in the background.</summary>
    [Function("StartExport"), Requires(Role.Admin), Accepts(typeof(NoBody)), Answers(202, typeof(ExportView))]
    public async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, CancellationToken cancel)
    {
        var started = api.Bind<NoBody>(request).Then(command => desk.Start(command, cancel));
        return await started.Map(e => desk.View(api.Caller(request).Tenant, e.State)).Accepted(view => view.Path);
    }

    /// <summary>Lists the tenant's exports, newest first.</summary>
    [Function("ListExports"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(Page<ExportView>))]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => desk.List(api.Caller(request), paging, cancel)).Page(request);

    /// <summary>Shows an export; when it is completed, with the link that it is downloaded by.</summary>
    [Function("GetExport"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(ExportView))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await desk.Get(api.Caller(request), id, cancel).Ok(e => desk.View(api.Caller(request).Tenant, e.State));

    /// <summary>Downloads an export.</summary>
    [Function("DownloadExport"), Anonymous("The signed token in the path is the credential, and expires.")]
    [Answers(200, typeof(byte[]), MediaType = "application/zip")]
    public async Task<IResult> Download(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "exports/{token}")] HttpRequest request,
        string token, CancellationToken cancel) =>
        await desk.Download(token, cancel).To(file => file);

    /// <summary>Takes away what expired.</summary>
    [Function("SweepExports")]
    public Task Sweep([TimerTrigger("0 17 * * * *")] TimerInfo timer, CancellationToken cancel) =>
        blobs.RemoveExpired(clock.Now, cancel);
}
