using Azure.Core;
using Azure.Core.Pipeline;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

/// <summary>Starts over what an earlier process left.</summary>
public sealed class StartTests(StorageFixture storage)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Start_ThatIsGivenUp_WhileTheStorageDoesNotAnswer_Ends()
    {
        await using var rig = await WithWaitingAsync();
        using var away = new StorageAway("instances");
        await rig.ReplaceAsync(away, retries: 0);
        using var asked = new CancellationTokenSource();

        var starting = rig.Engine.StartAsync(asked.Token);
        await away.WasAsked.WaitAsync(Patience);
        await asked.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting.WaitAsync(Patience));
    }

    [Fact]
    public async Task Start_GoesOn_WhenTheStorageComesBack()
    {
        await using var rig = await WithWaitingAsync();
        using var away = new StorageAway("instances");
        await rig.ReplaceAsync(away, retries: 0);

        var starting = rig.Engine.StartAsync(CancellationToken.None);
        await away.WasAsked.WaitAsync(Patience);
        away.ComeBack();
        await starting.WaitAsync(Patience);

        await rig.Client.RaiseEventAsync("one", "Go", "well");
        Assert.Equal("well", (await rig.EndAsync("one")).ReadOutputAs<string>());
    }

    private async Task<EngineRig> WithWaitingAsync()
    {
        var rig = await EngineRig.StartAsync(
            storage,
            tasks => tasks.Orchestrator("Wait", context => context.WaitForExternalEvent<string>("Go")),
            options => options with { RestingInMemory = 10 }); // Marked as awake, so that a start reads it.
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("one"));
        await rig.QuietAsync();
        return rig;
    }

    /// <summary>Answers no reads of single rows of a table, until it comes back.</summary>
    private sealed class StorageAway(string table) : HttpPipelinePolicy, IDisposable
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _isBack;

        /// <summary>Ends when it did not answer for the first time.</summary>
        public Task WasAsked => _asked.Task;

        public void ComeBack() => _isBack = true;

        public void Dispose() => ComeBack();

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            throw new NotSupportedException("The engine does not block.");

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            var path = message.Request.Uri.Path;
            var isPointRead = message.Request.Method == RequestMethod.Get && path.Contains("PartitionKey=", StringComparison.Ordinal);
            if (_isBack || !isPointRead || !path.Contains(table, StringComparison.Ordinal))
                return ProcessNextAsync(message, pipeline);
            _asked.TrySetResult();
            throw new IOException("The connection was refused.");
        }
    }
}
