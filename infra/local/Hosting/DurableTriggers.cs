using ItsmServerless.Local.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;

namespace ItsmServerless.Local.Hosting;

/// <summary>Gives the Durable engine the functions that are orchestrators and activities.</summary>
internal sealed class DurableTriggers(FunctionCatalog catalog, FunctionInvoker invoker)
{
    /// <summary>Every orchestrator and activity, by the name it is called by.</summary>
    /// <exception cref="StartFailedException">Two have the same name; the message names one.</exception>
    public DurableTasks Tasks()
    {
        var tasks = new DurableTasks();
        foreach (var (function, trigger) in catalog.StartedBy<OrchestrationTriggerAttribute>())
            Add(function, () => tasks.AddOrchestrator(trigger.Orchestration ?? function.Name, RunnerOf(function)));
        foreach (var (function, trigger) in catalog.StartedBy<ActivityTriggerAttribute>())
            Add(function, () => tasks.AddActivity(trigger.Activity ?? function.Name, BodyOf(function)));
        return tasks;
    }

    private static void Add(LocalFunction function, Action add)
    {
        try
        {
            add();
        }
        catch (ArgumentException)
        {
            throw function.Refusal("another function is called by the same name.");
        }
    }

    private Func<TaskOrchestrationContext, Task<object?>> RunnerOf(LocalFunction function) => orchestration =>
        RunAsync(function, orchestration, orchestration.InstanceId, CancellationToken.None);

    private DurableTasks.ActivityBody BodyOf(LocalFunction function)
    {
        var type = function.TriggerParameter.ParameterType;
        return (activity, input, cancellationToken) => RunAsync(
            function, JsonDataConverter.Default.Deserialize(input, type), activity.InstanceId, cancellationToken);
    }

    private async Task<object?> RunAsync(
        LocalFunction function, object? triggerValue, string instanceId, CancellationToken cancellationToken)
    {
        var data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["instanceId"] = instanceId };
        var context = new LocalFunctionContext(function, triggerValue, data, cancellationToken);
        await invoker.InvokeAsync(context);
        return context.Result;
    }
}
