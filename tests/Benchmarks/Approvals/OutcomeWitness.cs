using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ItsmServerless.Tests.Benchmarks.Approvals;

/// <summary>Sees in the storage calls of a host when a change becomes approved, without asking it.</summary>
internal sealed partial class OutcomeWitness : HttpPipelinePolicy
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new();

    /// <summary>Ends when the transaction was answered in which the change becomes approved.</summary>
    public Task Approved(string change) => Awaited(change).Task;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        ProcessNext(message, pipeline);

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal) && message.Response.Status == 202)
            Look(message.Request);
    }

    private void Look(Request request)
    {
        using var body = new MemoryStream();
        request.Content!.WriteTo(body, CancellationToken.None);
        var text = Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
        if (text.Contains("\"change.approved\"", StringComparison.Ordinal) && Change().Match(text) is { Success: true } change)
            Awaited(change.Value).TrySetResult();
    }

    private TaskCompletionSource Awaited(string change) => _awaited.GetOrAdd(
        change, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    [GeneratedRegex("chg_[0-9A-Z]{26}", RegexOptions.None, 1_000)]
    private static partial Regex Change();
}
