using ItsmServerless.Local.Desk.Bus;
using ItsmServerless.Local.Desk.Captures;
using ItsmServerless.Local.Desk.Cards;
using ItsmServerless.Local.Desk.Mails;
using ItsmServerless.Local.Desk.Orchestrations;
using ItsmServerless.Local.Desk.Overview;
using ItsmServerless.Local.Desk.Storage;

namespace ItsmServerless.Local.Desk;

/// <summary>The desk's routes for people alone.</summary>
internal static class DeskPages
{
    /// <summary>Maps them.</summary>
    public static void MapPages(this RouteGroupBuilder desk)
    {
        desk.MapGet("/", (OverviewPage page, HttpContext http) => page.ShowAsync(http));
        desk.MapGet("/functions", (FunctionsPage page, HttpContext http) => page.Show(http));
        desk.MapGet("/assets/{name}", DeskAssets.Find);
        desk.MapPost("/orchestrations/{**id}", (string id, OrchestrationActions actions, HttpContext http) =>
            actions.DoAsync(id, http));
        desk.MapGet("/bus/messages", (MessagesPage page, HttpContext http) => page.Show(http));
        desk.MapGet("/bus/message", (MessagesPage page, HttpContext http) => page.ShowOne(http));
        desk.MapPost("/bus/dead-letters/delete", (BusActions actions, HttpContext http) => actions.DeleteAsync(http));
        desk.MapGet("/teams/{id}", (string id, TeamsPage page, HttpContext http) => page.ShowOneAsync(id, http));
        desk.MapGet("/webhooks/{id}", (string id, WebhooksPage page, HttpContext http) => page.ShowOneAsync(id, http));
        MapMails(desk);
        MapStorage(desk);
    }

    /// <summary>Answers with a page instead, when a browser asks.</summary>
    public static void OrPage<T>(this RouteHandlerBuilder route, Func<T, HttpContext, Task<IResult>> showAsync)
        where T : notnull => route.AddEndpointFilter(async (call, next) => call.HttpContext.Request.WantsPage()
            ? await showAsync(call.HttpContext.RequestServices.GetRequiredService<T>(), call.HttpContext)
            : await next(call));

    /// <summary>Does what a form asks for instead, when a form is sent.</summary>
    public static void OrForm<T>(this RouteHandlerBuilder route, Func<T, HttpContext, Task<IResult>> doAsync)
        where T : notnull => route.AddEndpointFilter(async (call, next) => call.HttpContext.Request.HasFormContentType
            ? await doAsync(call.HttpContext.RequestServices.GetRequiredService<T>(), call.HttpContext)
            : await next(call));

    private static void MapMails(RouteGroupBuilder desk)
    {
        desk.MapGet("/mail/{id}", (string id, MailPage page, HttpContext http) => page.ShowAsync(id, http));
        desk.MapGet("/mail/{id}/html", DeskMailView.ShowAsync);
        desk.MapGet("/mail/{id}/source", (string id, MailPage page, HttpContext http) => page.SourceAsync(id, http));
        desk.MapGet("/mail/{id}/attachments/{index:int}", (string id, int index, MailPage page, HttpContext http) =>
            page.AttachmentAsync(id, index, http));
    }

    private static void MapStorage(RouteGroupBuilder desk)
    {
        desk.MapGet("/storage", (StoragePage page, HttpContext http) => page.ShowAsync(http));
        desk.MapGet("/storage/tables/{table}", (string table, TablePage page, HttpContext http) =>
            page.ShowAsync(table, http));
        desk.MapGet("/storage/tables/{table}/row", (string table, TablePage page, HttpContext http) =>
            page.ShowRowAsync(table, http));
        desk.MapGet("/storage/containers/{container}", (string container, ContainerPage page, HttpContext http) =>
            page.ShowAsync(container, http));
        desk.MapGet("/storage/containers/{container}/blob", (string container, ContainerPage page, HttpContext http) =>
            page.ShowBlobAsync(container, http));
        desk.MapGet("/storage/containers/{container}/download", (
            string container, ContainerPage page, HttpContext http) => page.DownloadAsync(container, http));
    }
}
