using ItsmServerless.Local.Clock;
using ItsmServerless.Local.Desk.Markup;
using ItsmServerless.Local.Durable;
using ItsmServerless.Local.Durable.Instances;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Local.Desk.Orchestrations;

/// <summary>What a person can do to an orchestration, and the forms for it.</summary>
internal sealed class OrchestrationActions(DurableEngine engine, Quiescence quiescence)
{
    /// <summary>How long a form waits for what it set off, so that the page it leads back to shows it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The forms that make sense for an instance as it is.</summary>
    public static Html Forms(InstanceState state)
    {
        var action = OrchestrationLinks.Page(state.Id);
        return Elements.Section("Actions", state.HasEnded ? OfEnded(action) : OfLiving(action, state.IsSuspended));
    }

    /// <summary>Does what a form asks for, and leads back.</summary>
    public async Task<IResult> DoAsync(string id, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var back = OrchestrationLinks.Path(id);
        if (await engine.Client.GetInstanceAsync(id, http.RequestAborted) is null)
            return Notice.Refused(http, back, $"There is no orchestration {id}.");
        return form.Field("do") switch
        {
            "raise" => await RaiseAsync(id, form, http),
            "terminate" => await TerminateAsync(id, form, http),
            "suspend" => await DoneAsync(http, back, "Suspended.", cancel =>
                engine.Client.SuspendInstanceAsync(id, form.Field("reason"), cancel)),
            "resume" => await DoneAsync(http, back, "Resumed.", cancel =>
                engine.Client.ResumeInstanceAsync(id, form.Field("reason"), cancel)),
            "restart" => await RestartAsync(id, form, http),
            "purge" => await PurgeAsync(id, http),
            var other => Notice.Refused(http, back, $"The desk cannot do \"{other}\" to an orchestration."),
        };
    }

    private async Task<IResult> RaiseAsync(string id, IFormCollection form, HttpContext http)
    {
        var back = OrchestrationLinks.Path(id);
        var (name, text) = (form.Field("name"), form.Field("payload"));
        if (name.Length == 0)
            return Notice.Refused(http, back, "An event has a name.");
        var payload = PrettyJson.TryParse(text);
        if (payload is null && text.Length > 0)
            return Notice.Refused(http, back, $"The payload is not JSON, so event {name} was not raised: {text}");
        return await DoneAsync(http, back, $"Event {name} was raised.", cancel =>
            engine.Client.RaiseEventAsync(id, name, payload, cancel));
    }

    private Task<IResult> TerminateAsync(string id, IFormCollection form, HttpContext http)
    {
        var reason = form.Field("reason") is { Length: > 0 } said ? said : "Terminated on the developer's desk.";
        var options = new TerminateInstanceOptions(reason, Recursive: form.Field("recursive").Length > 0);
        return DoneAsync(http, OrchestrationLinks.Path(id), "Terminated.", cancel =>
            engine.Client.TerminateInstanceAsync(id, options, cancel));
    }

    private async Task<IResult> RestartAsync(string id, IFormCollection form, HttpContext http)
    {
        try
        {
            var restarted = await engine.Client.RestartAsync(
                id, restartWithNewInstanceId: form.Field("newId").Length > 0, http.RequestAborted);
            return await DoneAsync(http, OrchestrationLinks.Path(restarted), "Restarted.", _ => Task.CompletedTask);
        }
        catch (Exception refused) when (refused is InvalidOperationException or NotSupportedException)
        {
            return Notice.Refused(http, OrchestrationLinks.Path(id), $"Not restarted: {refused.Message}");
        }
    }

    private async Task<IResult> PurgeAsync(string id, HttpContext http)
    {
        var purged = await engine.Client.PurgeInstanceAsync(id, http.RequestAborted);
        return purged.PurgedInstanceCount > 0
            ? Notice.Done(http, "/orchestrations", $"Orchestration {id} and its history are gone.")
            : Notice.Refused(http, OrchestrationLinks.Path(id), "Not purged: it is not over.");
    }

    private async Task<IResult> DoneAsync(
        HttpContext http, string back, string sentence, Func<CancellationToken, Task> doAsync)
    {
        await doAsync(http.RequestAborted);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        enough.CancelAfter(Patience);
        await quiescence.WhenQuiet(enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Notice.Done(http, back, sentence);
    }

    private static Html OfLiving(string action, bool isSuspended) => Html.Of(
        $"""
        <form method="post" action="{action}"><input type="hidden" name="do" value="raise">
        <label>Event <input name="name" required autocomplete="off"></label>
        <label>Payload, JSON or empty <textarea name="payload" rows="3" data-json></textarea></label>
        <button>Raise event</button></form>
        <form method="post" action="{action}"><label>Reason <input name="reason" autocomplete="off"></label>
        <label class="check"><input type="checkbox" name="recursive" value="1" checked>
        with its sub-orchestrations</label>
        <div class="buttons">{(isSuspended ? Button("resume", "Resume") : Button("suspend", "Suspend"))}
        <button name="do" value="terminate" class="danger"
        data-confirm="Terminate this orchestration?">Terminate</button></div></form>
        """);

    private static Html OfEnded(string action) => Html.Of(
        $"""
        <p class="hint">It is over: it can be started again with its input, or be forgotten.</p>
        <form method="post" action="{action}">
        <label class="check"><input type="checkbox" name="newId" value="1"> as a new instance</label>
        <div class="buttons">{Button("restart", "Restart")}
        <button name="do" value="purge" class="danger" data-confirm="Purge it with its history?">Purge</button>
        </div></form>
        """);

    private static Html Button(string action, string label) =>
        Html.Of($"<button name=\"do\" value=\"{action}\">{label}</button>");
}
