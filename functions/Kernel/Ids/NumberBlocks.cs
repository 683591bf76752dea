using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Kernel.Ids;

/// <summary>Hands out numbers such as <c>INC-000123</c>: unique, rising within a process, taken from storage in
/// blocks.</summary>
/// <remarks>A process that ends leaves the rest of its block unused: numbers may have gaps. One storage read and write
/// a block.</remarks>
public sealed class NumberBlocks(Tables tables) : IDisposable
{
    private const int BlockSize = 50;
    private readonly ConcurrentDictionary<(TenantId Tenant, string Series), Block> blocks = new();

    /// <summary>The next number of a series: <c>INC</c> gives <c>INC-000001</c>, with more digits from a million
    /// on.</summary>
    public async Task<string> Take(TenantId tenant, string series, CancellationToken cancel)
    {
        var block = blocks.GetOrAdd((tenant, series), _ => new());
        return Text(series, await block.Next(() => Reserve(tenant, series, cancel), cancel));
    }

    /// <summary>Gives a number back that was not used after all; it is handed out next.</summary>
    public void Return(TenantId tenant, string number)
    {
        var (series, value) = (number[..number.LastIndexOf('-')], long.Parse(number[(number.LastIndexOf('-') + 1)..]));
        blocks.GetOrAdd((tenant, series), _ => new()).Back(value);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in blocks.Values) block.Dispose();
    }

    private static string Text(string series, long value) => $"{series}-{value:D6}";

    /// <summary>The first number of a block that is now this process's own.</summary>
    private async Task<long> Reserve(TenantId tenant, string series, CancellationToken cancel)
    {
        var table = tables.Of(tenant, TableNames.Numbers);
        while (true)
        {
            var row = await table.GetEntityIfExistsAsync<TableEntity>("next", series, cancellationToken: cancel);
            var first = row.HasValue ? row.Value!.GetInt64("Next")!.Value : 1;
            var next = new TableEntity("next", series) { ["Next"] = first + BlockSize };
            if (await TryWrite(table, next, row.HasValue ? row.Value!.ETag : null, cancel)) return first;
        }
    }

    private static async Task<bool> TryWrite(TableClient table, TableEntity next, ETag? seen, CancellationToken cancel)
    {
        try
        {
            if (seen is { } etag) await table.UpdateEntityAsync(next, etag, TableUpdateMode.Replace, cancel);
            else await table.AddEntityAsync(next, cancel);
            return true;
        }
        catch (RequestFailedException conflict) when (conflict.Status is 409 or 412)
        {
            return false; // Another process reserved in between, or our own answer was lost: a block may be skipped, never shared.
        }
    }

    private sealed class Block : IDisposable
    {
        private readonly SemaphoreSlim gate = new(1, 1);
        private readonly PriorityQueue<long, long> returned = new();
        private long next;
        private long end;

        public void Dispose() => gate.Dispose();

        public async Task<long> Next(Func<Task<long>> reserve, CancellationToken cancel)
        {
            await gate.WaitAsync(cancel);
            try
            {
                lock (returned)
                    if (returned.TryDequeue(out var again, out _)) return again;
                if (next == end) (next, end) = await reserve() is var first ? (first, first + BlockSize) : default;
                return next++;
            }
            finally
            {
                gate.Release();
            }
        }

        public void Back(long value)
        {
            lock (returned) returned.Enqueue(value, value);
        }
    }
}
