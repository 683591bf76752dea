using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Worker;

/// <summary>How a worker runs its tasks.</summary>
public class DurableTaskWorkerOptions
{
    /// <summary>Writes and reads inputs and results; <see langword="null"/> sets the default again.</summary>
    public DataConverter DataConverter
    {
        get => field ?? JsonDataConverter.Default;
        set
        {
            field = value;
            IsDataConverterSet = value is not null;
        }
    }

    /// <summary>Whether instances may be entities.</summary>
    public bool EnableEntitySupport { get; set; }

    /// <summary>The longest a single timer waits; a longer one is a chain of them. 3 days unless set.</summary>
    /// <remarks>An orchestration that waits on a longer timer cannot be replayed after a change of it.</remarks>
    public TimeSpan MaximumTimerInterval { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How much runs at once.</summary>
    public ConcurrencyOptions Concurrency { get; } = new();

    /// <summary>Which versions the worker takes; <see langword="null"/> takes all.</summary>
    public VersioningOptions? Versioning { get; set; }

    /// <summary>Which orchestrations the worker takes; <see langword="null"/> takes all.</summary>
    [Obsolete("Experimental")]
    public IOrchestrationFilter? OrchestrationFilter { get; set; }

    internal bool IsDataConverterSet { get; private set; }

    /// <summary>Which versions of orchestrations a worker takes.</summary>
    public enum VersionMatchStrategy
    {
        /// <summary>All.</summary>
        None = 0,

        /// <summary>Its own alone.</summary>
        Strict = 1,

        /// <summary>Its own and older ones.</summary>
        CurrentOrOlder = 2,
    }

    /// <summary>What becomes of an orchestration whose version a worker does not take.</summary>
    public enum VersionFailureStrategy
    {
        /// <summary>It stays as it is, until a worker comes that takes it.</summary>
        Reject = 0,

        /// <summary>It fails.</summary>
        Fail = 1,
    }

    /// <summary>How much runs at once.</summary>
    public class ConcurrencyOptions
    {
        /// <summary>The most activities at once.</summary>
        public int MaximumConcurrentActivityWorkItems { get; set; } = 100 * Environment.ProcessorCount;

        /// <summary>The most orchestrations at once that take a turn.</summary>
        public int MaximumConcurrentOrchestrationWorkItems { get; set; } = 100 * Environment.ProcessorCount;
    }

    /// <summary>The versions of a worker.</summary>
    public class VersioningOptions
    {
        /// <summary>The version of the worker, which those of orchestrations are compared with.</summary>
        public string Version { get; set; } = string.Empty;

        /// <summary>The version of sub-orchestrations whose caller names none.</summary>
        public string DefaultVersion { get; set; } = string.Empty;

        /// <summary>Which versions it takes.</summary>
        public VersionMatchStrategy MatchStrategy { get; set; } = VersionMatchStrategy.None;

        /// <summary>What becomes of the others.</summary>
        public VersionFailureStrategy FailureStrategy { get; set; } = VersionFailureStrategy.Reject;
    }
}
