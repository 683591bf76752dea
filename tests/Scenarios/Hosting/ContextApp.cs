using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Level = Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>A function that keeps its context for the test to look at.</summary>
public sealed class ContextApp(ContextApp.Seen seen, ContextApp.Visit visit)
{
    [Function("Look")]
    public IResult Look(
        [HttpTrigger(Level.Anonymous, "get", Route = "look/{name}/{number:int?}")] HttpRequest request,
        string name, FunctionContext context, [DurableClient] DurableTaskClient client, CancellationToken cancel)
    {
        seen.Contexts.Add(context);
        seen.Visits.Add(visit);
        context.GetLogger<ContextApp>();
        context.GetLogger("category");
        return Results.Json(new
        {
            name,
            client = client.Name.Length > 0,
            sameToken = context.CancellationToken == cancel,
            sameRequest = context.GetHttpContext()!.Request == request,
            sameServices = context.InstanceServices.GetService(typeof(Visit)) == visit,
            item = context.Items["from middleware"],
            feature = context.Features.Get<Seen>() == seen,
        });
    }

    /// <summary>What there was to see.</summary>
    public sealed class Seen
    {
        public List<FunctionContext> Contexts { get; } = [];

        public List<Visit> Visits { get; } = [];

        public List<string> Steps { get; } = [];
    }

    /// <summary>A service of one invocation.</summary>
    public sealed class Visit : IDisposable
    {
        public bool IsOver { get; private set; }

        public void Dispose() => IsOver = true;
    }
}
