using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Logging.Abstractions;

namespace ItsmServerless.Local.Durable;

/// <summary>Where the engine keeps its state, and its limits.</summary>
/// <param name="Prefix">Begins the names of its tables and containers: 3 to 40 lower-case letters and digits.</param>
public sealed record DurableEngineOptions(TableServiceClient Tables, BlobServiceClient Blobs, string Prefix)
{
    /// <summary>Writes and reads inputs, results, events and statuses.</summary>
    public DataConverter Converter { get; init; } = JsonDataConverter.Default;

    /// <summary>Where the engine and replay-safe loggers write to.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The rules a worker is given: the longest timer, the versions it takes.</summary>
    public DurableTaskWorkerOptions Worker { get; init; } = new();

    /// <summary>Tells what the details of a failure say about its exception beside the message.</summary>
    public IExceptionPropertiesProvider? ExceptionProperties { get; init; }

    /// <summary>Decides which orchestrations run; those it denies wait, and are asked about at each message.</summary>
#pragma warning disable CS0618 // Experimental, and offered all the same.
    public IOrchestrationFilter? Filter { get; init; }
#pragma warning restore CS0618

    /// <summary>The lease by which one process owns the engine; <see langword="null"/> makes one.</summary>
    /// <remarks>
    /// A process that comes back with the id it had before need not wait for its own lease to run out. Whoever gives
    /// an id vouches that no two processes give the same at a time: see <see cref="Storage.OwnerFile"/>.
    /// </remarks>
    public string? LeaseId { get; init; }

    /// <summary>How long the lease outlives a process that dies: 15 to 60 seconds.</summary>
    /// <remarks>A minute, because renewing it is the only thing an idle engine asks of the storage.</remarks>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>By which time the lease is renewed: never that of a clock that can stand still, but for tests.</summary>
    public TimeProvider MachineTime { get; init; } = TimeProvider.System;

    /// <summary>A folder that every run of an orchestration is written to, for tests that replay it;
    /// <see langword="null"/> records nothing.</summary>
    public string? RecordTo { get; init; }

    /// <summary>How many activities run at once.</summary>
    public int ActivitiesAtOnce { get; init; } = 32;

    /// <summary>How many instances with nothing to do are kept in memory; the others are read when they wake.</summary>
    public int RestingInMemory { get; init; } = 256;

    /// <summary>How many instances take a turn at once.</summary>
    public int TurnsAtOnce { get; init; } = 16;
}
