using ItsmServerless.Approvals;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Changes;

/// <summary>What changes are made after: templates, the questionnaire, the policies of approval.</summary>
public sealed class ChangeModels(EventLog log, Lists lists)
{
    /// <summary>Makes or replaces a template.</summary>
    public Task<Outcome<Versioned<ChangeTemplate>>> Put(
        string key, Request<PutTemplate> request, CancellationToken cancel) =>
        log.Execute<ChangeTemplate, ChangeTemplateEvent>(
            request.Command, ChangeTemplate.IdOf(key), _ => PutTemplate.Decide(key, request.Body), cancel);

    /// <summary>The template as it is now, or a version of it.</summary>
    public Task<Outcome<Versioned<ChangeTemplate>>> Template(
        TenantId tenant, string key, int? version, CancellationToken cancel) => version is { } old
        ? log.AsOf<ChangeTemplate, ChangeTemplateEvent, ChangeTemplatePut>(
            tenant, ChangeTemplate.IdOf(key), old, cancel)
        : log.Get<ChangeTemplate, ChangeTemplateEvent>(tenant, ChangeTemplate.IdOf(key), cancel);

    /// <summary>By key. One query over the rows of templates.</summary>
    public Task<Outcome<Page<ChangeTemplate>>> Templates(Caller caller, Paging paging, CancellationToken cancel) =>
        lists.Read(
            caller.Tenant, [new(TableNames.Settings, [ChangeTemplate.Kind])], paging,
            SettingsRow.Read<ChangeTemplate>, cancel);

    /// <summary>Makes or replaces the questionnaire.</summary>
    public Task<Outcome<Versioned<ChangeQuestionnaire>>> Put(
        Request<PutQuestionnaire> request, CancellationToken cancel) =>
        log.Execute<ChangeQuestionnaire, ChangeQuestionnaireEvent>(
            request.Command, ChangeQuestionnaire.Id, _ => PutQuestionnaire.Decide(request.Body), cancel);

    /// <summary>The questionnaire as it is now, or a version of it.</summary>
    public Task<Outcome<Versioned<ChangeQuestionnaire>>> Questionnaire(
        TenantId tenant, int? version, CancellationToken cancel) => version is { } old
        ? log.AsOf<ChangeQuestionnaire, ChangeQuestionnaireEvent, ChangeQuestionnairePut>(
            tenant, ChangeQuestionnaire.Id, old, cancel)
        : log.Get<ChangeQuestionnaire, ChangeQuestionnaireEvent>(tenant, ChangeQuestionnaire.Id, cancel);

    /// <summary>What a content is checked by. Two point reads; a query for an earlier version of the
    /// template.</summary>
    public async Task<ContentModels> For(TenantId tenant, string? template, int? version, CancellationToken cancel)
    {
        var questionnaire = await log.Find<ChangeQuestionnaire, ChangeQuestionnaireEvent>(
            tenant, ChangeQuestionnaire.Id, cancel);
        var found = template is null ? default : await Template(tenant, template, version, cancel);
        return new(found.Problem is null ? found.Value?.State : null, questionnaire?.State);
    }

    /// <summary>All policies of the tenant. One query.</summary>
    public async Task<IReadOnlyList<ApprovalPolicy>> Policies(TenantId tenant, CancellationToken cancel)
    {
        var rows = await lists.All(tenant, TableNames.Settings, ApprovalPolicy.Kind, cancel);
        return [.. rows.Select(SettingsRow.Read<ApprovalPolicy>)];
    }
}
