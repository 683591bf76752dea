using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>An orchestration with something of everything a timeline shows.</summary>
public sealed class Parade(SampleApp.Diary diary)
{
    [Function("Parade")]
    public static async Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus("<b>packing</b>");
        var twice = TaskOptions.FromRetryPolicy(new RetryPolicy(2, TimeSpan.FromMinutes(5)));
        await context.CallActivityAsync<string>("Stumble", context.InstanceId, twice);
        var options = new SubOrchestrationOptions(instanceId: $"{context.InstanceId}-float");
        await context.CallSubOrchestratorAsync<string>("Float", "roses", options);
        return await context.WaitForExternalEvent<string>("Go");
    }

    [Function("Float")]
    public static async Task<string> FloatAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
        return $"{context.GetInput<string>()} in bloom";
    }

    /// <summary>Starts over twice, then waits.</summary>
    [Function("Carousel")]
    public static async Task CarouselAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        if (context.GetInput<string>() is { Length: < 7 } input)
            context.ContinueAsNew(input + "!");
        else
            await context.WaitForExternalEvent<string>("Stop");
    }

    /// <summary>Fails the first time it is called for an instance.</summary>
    [Function("Stumble")]
    public string Stumble([ActivityTrigger] string instance)
    {
        var isFirst = !diary.Entries.Contains($"{instance} stumbled");
        diary.Entries.Enqueue($"{instance} stumbled");
        return isFirst ? throw new InvalidDataException("tripped over <i>a rope</i>") : "up again";
    }
}
