using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>Lets commands of this process to the same record pass one after the other.</summary>
/// <remarks>Correctness needs it nowhere: the head's ETag decides. It spares commands that would meet in one process
/// the conflict, and readers the list rows of an older version that are written last.</remarks>
internal sealed class RecordGate
{
    private const int Lanes = 256;
    private readonly SemaphoreSlim[] lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the record's turn; disposing passes it on. Records of one lane wait for each other.</summary>
    public async Task<IDisposable> Enter(TenantId tenant, RecordId id, CancellationToken cancel)
    {
        var lane = lanes[HashCode.Combine(tenant, id) & (Lanes - 1)];
        await lane.WaitAsync(cancel);
        return new Turn(lane);
    }

    private sealed class Turn(SemaphoreSlim lane) : IDisposable
    {
        public void Dispose() => lane.Release();
    }
}
