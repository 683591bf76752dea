using ItsmServerless.Local.Durable;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Local.Desk.Orchestrations;

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

    /// <summary>The newest of what matches.</summary>
    /// <param name="Instances">Newest update first.</param>
    /// <param name="IsCut">Whether there are more than were looked at, so that newer ones may be missing.</param>
    public sealed record Window(IReadOnlyList<OrchestrationMetadata> Instances, bool IsCut);

    /// <summary>Up to so many instances in the order of storage, then sorted by their age.</summary>
    /// <remarks>Without inputs and outputs, which may be blobs: <see cref="ReadAsync"/> those that are shown.</remarks>
    public async Task<Window> ListAsync(OrchestrationFilter filter, int most, CancellationToken cancellationToken)
    {
        var query = new OrchestrationQuery(
            Statuses: filter.Status is { } status ? [status] : null, InstanceIdPrefix: filter.IdPrefix, PageSize: 1000);
        var found = new List<OrchestrationMetadata>();
        await foreach (var instance in engine.Client.GetAllInstancesAsync(query).WithCancellation(cancellationToken))
        {
            if (found.Count == most)
                return new Window(NewestFirst(found), IsCut: true);
            if (filter.Matches(instance.Name))
                found.Add(instance);
        }
        return new Window(NewestFirst(found), IsCut: false);
    }

    /// <summary>Some of them with inputs, outputs and custom status; what is gone meanwhile is left out.</summary>
    public async Task<IReadOnlyList<OrchestrationMetadata>> ReadAsync(
        IEnumerable<OrchestrationMetadata> instances, CancellationToken cancellationToken)
    {
        var reads = instances.Select(instance =>
            engine.Client.GetInstanceAsync(instance.InstanceId, getInputsAndOutputs: true, cancellationToken));
        return [.. (await Task.WhenAll(reads)).OfType<OrchestrationMetadata>()];
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

    private static OrchestrationMetadata[] NewestFirst(List<OrchestrationMetadata> found) =>
    [
        .. found.OrderByDescending(instance => instance.LastUpdatedAt)
            .ThenBy(instance => instance.InstanceId, StringComparer.Ordinal)
    ];
}
