using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Changes;

/// <summary>The HTTP routes of templates and of the questionnaire.</summary>
public sealed class ModelFunctions(Api api, ChangeModels models)
{
    private const string Templates = "v1/change-templates";
    private const string Questionnaire = "v1/change-questionnaire";

    /// <summary>Makes or replaces the template of a standard change; earlier versions stay readable.</summary>
    [Function("PutChangeTemplate"), Requires(Role.Admin, Role.Manager)]
    [Accepts(typeof(PutTemplate)), Answers(200, typeof(ChangeTemplate))]
    public async Task<IResult> PutTemplate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Templates + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<PutTemplate>(request, change: true);
        var put = command.Then(c => models.Put(key, c, cancel));
        return await put.Ok(template => template.State);
    }

    /// <summary>Shows a template.</summary>
    [Function("GetChangeTemplate"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(ChangeTemplate)), Query("version", "An earlier version; the current one when missing.")]
    public async Task<IResult> GetTemplate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Templates + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var version = QueryValues.Number(request, "version", 1, int.MaxValue);
        var found = version.Then(v => models.Template(api.Caller(request).Tenant, key, v, cancel));
        return await found.Ok(template => template.State);
    }

    /// <summary>Lists templates by key.</summary>
    [Function("ListChangeTemplates"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(Page<ChangeTemplate>))]
    public async Task<IResult> ListTemplates(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Templates)] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => models.Templates(api.Caller(request), paging, cancel)).Page(request);

    /// <summary>Makes or replaces the questions about the risk of changes; earlier versions stay readable.</summary>
    [Function("PutChangeQuestionnaire"), Requires(Role.Admin, Role.Manager)]
    [Accepts(typeof(PutQuestionnaire)), Answers(200, typeof(ChangeQuestionnaire))]
    public async Task<IResult> PutQuestionnaire(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Questionnaire)] HttpRequest request,
        CancellationToken cancel)
    {
        var command = await api.Bind<PutQuestionnaire>(request, change: true);
        var put = command.Then(c => models.Put(c, cancel));
        return await put.Ok(questionnaire => questionnaire.State);
    }

    /// <summary>Shows the questions about the risk of changes.</summary>
    [Function("GetChangeQuestionnaire"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(ChangeQuestionnaire)), Query("version", "An earlier version; the current one when missing.")]
    public async Task<IResult> GetQuestionnaire(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Questionnaire)] HttpRequest request,
        CancellationToken cancel)
    {
        var version = QueryValues.Number(request, "version", 1, int.MaxValue);
        var found = version.Then(v => models.Questionnaire(api.Caller(request).Tenant, v, cancel));
        return await found.Ok(questionnaire => questionnaire.State);
    }
}
