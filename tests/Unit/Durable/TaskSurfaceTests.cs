using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;

namespace ItsmServerless.Tests.Unit.Durable;

/// <summary>
/// What a caller can see of the package's own behaviour; holds for the package and for what stands in for it.
/// </summary>
public sealed class TaskSurfaceTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Names_AreEqualWhateverTheirCase()
    {
        Assert.Equal(new TaskName("Send"), (TaskName)"sEND");
        Assert.Equal("Send", new TaskName("Send"));
        Assert.Equal(default, (TaskName)"");
    }

    [Fact]
    public void Versions_AreEqualWhateverTheirCase_AndNoneIsUnversioned()
    {
        Assert.Equal(new TaskVersion("v1"), (TaskVersion)"V1");
        Assert.Equal(TaskVersion.Unversioned, (TaskVersion)(string?)null);
        Assert.Equal("", TaskVersion.Unversioned.Version);
    }

    [Fact]
    public void Policy_HasADocumentedLongestIntervalAndNoTimeout()
    {
        var policy = new RetryPolicy(3, Minute);

        Assert.Equal(1, policy.BackoffCoefficient);
        Assert.Equal(TimeSpan.FromHours(1), policy.MaxRetryInterval);
        Assert.Equal(Timeout.InfiniteTimeSpan, policy.RetryTimeout);
    }

    [Fact]
    public void Policy_ThatCannotBeKept_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(0, Minute));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, Minute, 0.9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, Minute, 1, Minute / 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, Minute, 1, null, Minute / 2));
    }

    [Fact]
    public void Options_KeepTheirRetryWhenTheyGetAnInstanceId()
    {
        var options = TaskOptions.FromRetryPolicy(new RetryPolicy(3, Minute)) with { Version = "2" };

        var own = options.WithInstanceId("child");

        Assert.Equal("child", own.InstanceId);
        Assert.Same(options.Retry, own.Retry);
        Assert.Equal(new TaskVersion("2"), own.Version);
    }

    [Fact]
    public void Failure_IsCausedByItsTypeAndWhatThatDerivesFrom()
    {
        var failure = TaskFailureDetails.FromException(new FileNotFoundException("gone", new FormatException("why")));

        Assert.True(failure.IsCausedBy<FileNotFoundException>());
        Assert.True(failure.IsCausedBy<IOException>());
        Assert.False(failure.IsCausedBy<FormatException>());
        Assert.Equal("System.FormatException: why", failure.InnerFailure!.ToString());
        Assert.False((failure with { ErrorType = "Unknown.Type" }).IsCausedBy<Exception>());
        Assert.Throws<ArgumentException>(() => failure.IsCausedBy(typeof(string)));
    }

    [Fact]
    public void DedupeStatuses_AreKeptByName()
    {
        var options = new StartOrchestrationOptions("id").WithDedupeStatuses(OrchestrationRuntimeStatus.Failed);

        Assert.Equal(["Failed"], options.DedupeStatuses);
        Assert.Equal("id", options.InstanceId);
    }

    [Fact]
    public void Metadata_WithoutItsDataAskedFor_RefusesToReadIt()
    {
        var metadata = new OrchestrationMetadata("Name", "id") { RuntimeStatus = OrchestrationRuntimeStatus.Failed };

        Assert.True(metadata.IsCompleted);
        Assert.Throws<InvalidOperationException>(() => metadata.ReadOutputAs<string>());
    }
}
