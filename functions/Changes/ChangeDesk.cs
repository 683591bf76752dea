using ItsmServerless.Approvals;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>What the triggers call: finds changes by id or number, and takes commands to them.</summary>
public sealed class ChangeDesk(
    EventLog log, Lists lists, NumberBlocks numbers, ChangeModels models, MeetablePolicy meetable)
{
    /// <summary>Begins a change. A repeated request meets its own first one; the number it took goes back.</summary>
    public async Task<Outcome<Versioned<Change>>> Draft(Request<DraftChange> request, CancellationToken cancel)
    {
        var given = await models.For(request.Caller.Tenant, request.Body.Template, null, cancel);
        var number = await numbers.Take(request.Caller.Tenant, Change.Series, cancel);
        var drafted = await log.Create<Change, ChangeEvent>(
            request.Command, request.NewId(Change.Prefix),
            existing => DraftChange.Decide(existing, request.Body, number, request.Caller.Person, given), cancel);
        if (drafted.IsRefused(out _, out var record) || record.State.Number != number)
            numbers.Return(request.Caller.Tenant, number);
        return drafted;
    }

    /// <summary>One point read; by number up to two more.</summary>
    public async Task<Outcome<Versioned<Change>>> Find(Caller caller, string idOrNumber, CancellationToken cancel) =>
        await lists.Locate(caller.Tenant, Change.Numbered, idOrNumber, cancel) is { } id
            ? await log.Get<Change, ChangeEvent>(caller.Tenant, id, cancel)
            : NotFound(idOrNumber);

    /// <summary>Takes a command to a change.</summary>
    public async Task<Outcome<Versioned<Change>>> Move<TBody>(
        Request<TBody> request, string idOrNumber, Func<Change, Decision<ChangeEvent>> decide, CancellationToken cancel)
        where TBody : class =>
        await lists.Locate(request.Caller.Tenant, Change.Numbered, idOrNumber, cancel) is { } id
            ? await log.Execute<Change, ChangeEvent>(
                request.Command, id, change => change is null ? NotFound(idOrNumber) : decide(change), cancel)
            : NotFound(idOrNumber);

    /// <summary>Edits, and asks the approvers anew if they were asked.</summary>
    public async Task<Outcome<Versioned<Change>>> Edit(
        Request<EditChange> request, string idOrNumber, CancellationToken cancel)
    {
        if ((await Find(request.Caller, idOrNumber, cancel)).IsRefused(out var missing, out var found)) return missing;
        var template = request.Body.Template;
        var ask = await Submission(
            request.Caller, template.Over(found.State.Content.Template),
            template.IsPresent ? null : found.State.Content.TemplateVersion, cancel);
        return await Ask(
            request, found, ask, change => EditChange.Decide(change, request.Body, request.Caller.Person, ask), cancel);
    }

    /// <summary>Puts the change to its approvers.</summary>
    public Task<Outcome<Versioned<Change>>> Submit(
        Request<NoBody> request, string idOrNumber, CancellationToken cancel) =>
        WithSubmission(request, idOrNumber, SubmitChange.Decide, cancel);

    /// <summary>Adds a task; it is part of what approvers decide on.</summary>
    public Task<Outcome<Versioned<Change>>> AddTask(
        Request<AddTask> request, string idOrNumber, CancellationToken cancel) =>
        WithSubmission(
            request, idOrNumber,
            (change, ask) => Changes.AddTask.Decide(change, request.Body, request.Caller.Person, ask), cancel);

    /// <summary>Edits a task, or says how far it is.</summary>
    public Task<Outcome<Versioned<Change>>> PatchTask(
        Request<PatchTask> request, string idOrNumber, string number, CancellationToken cancel) =>
        WithSubmission(
            request, idOrNumber,
            (change, ask) => Changes.PatchTask.Decide(change, number, request.Body, request.Caller.Person, ask),
            cancel);

    /// <summary>Takes a task out of the plan.</summary>
    public Task<Outcome<Versioned<Change>>> DeleteTask(
        Request<NoBody> request, string idOrNumber, string number, CancellationToken cancel) =>
        WithSubmission(
            request, idOrNumber,
            (change, ask) => Changes.DeleteTask.Decide(change, number, request.Caller.Person, ask), cancel);

    /// <summary>A page of a change's tasks, in the order of the plan.</summary>
    public Task<Outcome<Page<TaskView>>> Tasks(
        Caller caller, string idOrNumber, Paging paging, CancellationToken cancel) =>
        Find(caller, idOrNumber, cancel).Then(change => Task.FromResult(lists.Page(
            $"{caller.Tenant}/{change.Id}/tasks", TaskView.Of(change.State), task => $"{task.Number}", paging)));

    private async Task<Outcome<Versioned<Change>>> WithSubmission<TBody>(
        Request<TBody> request, string idOrNumber, Func<Change, Submission, Decision<ChangeEvent>> decide,
        CancellationToken cancel) where TBody : class
    {
        if ((await Find(request.Caller, idOrNumber, cancel)).IsRefused(out var missing, out var found)) return missing;
        var (template, version) = (found.State.Content.Template, found.State.Content.TemplateVersion);
        var ask = await Submission(request.Caller, template, version, cancel);
        return await Ask(request, found, ask, change => decide(change, ask), cancel);
    }

    /// <summary>Takes a command that may put the change to approvers, if they could ever meet the policy.</summary>
    private async Task<Outcome<Versioned<Change>>> Ask<TBody>(
        Request<TBody> request, Versioned<Change> found, Submission ask, Func<Change, Decision<ChangeEvent>> decide,
        CancellationToken cancel) where TBody : class
    {
        var unmeetable = await Unmeetable(request, found.State, decide(found.State), ask, cancel);
        return await Move(
            request, found.Id.Value,
            change => decide(change) is var decided && Asks(decided) is not null && unmeetable is not null
                ? unmeetable
                : decided,
            cancel);
    }

    /// <summary>Why the policy that is asked by could never be met; null when it could, or when nobody is asked. A
    /// point read for each person whom the policy names.</summary>
    private async Task<Problem?> Unmeetable<TBody>(
        Request<TBody> request, Change change, Decision<ChangeEvent> decided, Submission ask, CancellationToken cancel)
        where TBody : class
    {
        if (Asks(decided) is not { Policy: { } policy } asked) return null;
        var content = decided.Events.OfType<ChangeEdited>().LastOrDefault()?.Content ?? change.Content;
        return await meetable.Check(
            request.Caller.Tenant, ask.Policies.First(each => each.Key == policy.Key), asked.Requester,
            change.Authors, content, request.Command.At, cancel);
    }

    /// <summary>One query for the policies, and what the models cost.</summary>
    private async Task<Submission> Submission(
        Caller caller, string? template, int? version, CancellationToken cancel) => new(
        caller.Person, await models.Policies(caller.Tenant, cancel),
        await models.For(caller.Tenant, template, version, cancel));

    private static ChangeSubmitted? Asks(Decision<ChangeEvent> decided) =>
        decided.Events.OfType<ChangeSubmitted>().LastOrDefault();

    private static Problem NotFound(string idOrNumber) => Problem.NotFound($"change {idOrNumber}");
}
