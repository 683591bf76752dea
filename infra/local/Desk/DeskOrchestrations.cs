using ItsmServerless.Local.Durable;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Local.Desk;

/// <summary>The orchestrations of this host, with their history.</summary>
internal sealed class DeskOrchestrations(DurableEngine engine)
{
    /// <summary>One in a list.</summary>
    public sealed record Summary(
        string Id, string Name, string Status, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string? CustomStatus)
    {
        /// <summary>Of the client's metadata.</summary>
        public static Summary Of(OrchestrationMetadata found) => new(
            found.InstanceId, found.Name, found.RuntimeStatus.ToString(), found.CreatedAt, found.LastUpdatedAt,
            found.SerializedCustomStatus);
    }

    /// <summary>All of them, newest update first; reads the whole table, which a laptop's is small enough
    /// for.</summary>
    public async Task<IReadOnlyList<Summary>> ListAsync(CancellationToken cancellationToken)
    {
        var query = new OrchestrationQuery(FetchInputsAndOutputs: true);
        var found = new List<Summary>();
        await foreach (var instance in engine.Client.GetAllInstancesAsync(query).WithCancellation(cancellationToken))
            found.Add(Summary.Of(instance));
        return [.. found.OrderByDescending(instance => instance.UpdatedAt)];
    }

    /// <summary>One with inputs, outputs and history; 404 when there is none of that id.</summary>
    public async Task<IResult> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (await engine.Client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellationToken) is not { } found)
            return DeskProblem.Of(StatusCodes.Status404NotFound, "not_found", $"There is no orchestration {id}.");
        return Results.Json(
            new
            {
                summary = Summary.Of(found),
                input = found.SerializedInput,
                output = found.SerializedOutput,
                failure = found.FailureDetails,
                history = await engine.ReadHistoryAsync(id, cancellationToken),
            },
            DeskEndpoints.Json);
    }
}
