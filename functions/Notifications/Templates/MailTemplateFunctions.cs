using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Notifications.Templates;

/// <summary>The HTTP routes of the texts of mails.</summary>
public sealed class MailTemplateFunctions(Api api, MailTemplates templates, MailReaders readers)
{
    private const string Route = "v1/mail-templates";
    private const string Settings = "v1/mail-settings";

    /// <summary>Makes or replaces the tenant's own texts for a kind of mail.</summary>
    [Function("PutMailTemplate"), Requires(Role.Admin)]
    [Accepts(typeof(PutMailTemplate)), Answers(200, typeof(MailTemplateView))]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route + "/{kind}")] HttpRequest request,
        string kind, CancellationToken cancel)
    {
        var command = await api.Bind<PutMailTemplate>(request, change: true);
        var put = command.Then(c => templates.Put(kind, c, cancel));
        return await put.Ok(template => MailTemplateView.Of(template.State));
    }

    /// <summary>Shows the tenant's own texts for a kind of mail, or a version of them.</summary>
    [Function("GetMailTemplate"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(MailTemplateView))]
    [Query("version", "A version as it was put; the newest by default.")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{kind}")] HttpRequest request,
        string kind, CancellationToken cancel)
    {
        var version = QueryValues.Number(request, "version", 1, int.MaxValue);
        return await version.Then(v => templates.Get(api.Caller(request), kind, v, cancel))
            .Ok(template => MailTemplateView.Of(template.State));
    }

    /// <summary>Lists the kinds of mails, with our texts and the tenant's own.</summary>
    [Function("ListMailTemplates"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(Page<MailTemplateView>))]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => templates.List(api.Caller(request), paging, cancel)).Page(request);

    /// <summary>Shows the mail that a text would make.</summary>
    [Function("PreviewMailTemplate"), Requires(Role.Admin)]
    [Accepts(typeof(PreviewMailTemplate)), Answers(200, typeof(MailPreview))]
    public async Task<IResult> Preview(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/mail-previews")] HttpRequest request) =>
        await api.Bind<PreviewMailTemplate>(request).Then(command => command.Body.Preview()).Ok();

    /// <summary>Says in which language and time zone people are written to who have none of their own.</summary>
    [Function("PutMailSettings"), Requires(Role.Admin)]
    [Accepts(typeof(PutMailSettings)), Answers(200, typeof(MailPreferencesView))]
    public async Task<IResult> PutPreferences(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Settings)] HttpRequest request,
        CancellationToken cancel)
    {
        var command = await api.Bind<PutMailSettings>(request, change: true);
        var put = command.Then(c => readers.Put(c, cancel));
        return await put.Ok(preferences => MailPreferencesView.Of(preferences.State));
    }

    /// <summary>Shows in which language and time zone people are written to who have none of their own.</summary>
    [Function("GetMailSettings"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(MailPreferencesView))]
    [Query("version", "An earlier version; the current one when missing.")]
    public async Task<IResult> GetPreferences(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Settings)] HttpRequest request,
        CancellationToken cancel)
    {
        var version = QueryValues.Number(request, "version", 1, int.MaxValue);
        var found = version.Then(v => readers.Get(api.Caller(request), v, cancel));
        return await found.Ok(preferences => MailPreferencesView.Of(preferences.State));
    }
}
