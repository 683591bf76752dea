using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ItsmServerless.Tests.Scenarios.Incidents;

/// <summary>Notes every storage transaction of a host: what, and on which table.</summary>
internal sealed partial class StorageLedger(string prefix) : HttpPipelinePolicy
{
    private readonly ConcurrentQueue<string> _entries = new();

    /// <summary>The transactions since the last call of this, in order, such as <c>POST pending</c>.</summary>
    public List<string> Take()
    {
        var taken = new List<string>();
        while (_entries.TryDequeue(out var entry)) taken.Add(entry);
        return taken;
    }

    /// <summary>Whether the local runtime made it, in place of Service Bus and Durable Functions.</summary>
    public static bool IsRuntime(string entry) => entry.Contains(" local", StringComparison.Ordinal);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Note(message.Request);
        ProcessNext(message, pipeline);
    }

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Note(message.Request);
        return ProcessNextAsync(message, pipeline);
    }

    private void Note(Request request) => _entries.Enqueue($"{request.Method} {TableOf(request)}");

    /// <summary>The table without prefix and tenant; of a transaction, that of its first entity.</summary>
    private string TableOf(Request request)
    {
        var text = request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal) ? Body(request) : request.Uri.Path;
        var from = text.IndexOf(prefix, StringComparison.Ordinal);
        return from < 0 ? text : Name().Match(text[(from + prefix.Length)..]).Groups["table"].Value;
    }

    private static string Body(Request request)
    {
        using var body = new MemoryStream();
        request.Content!.WriteTo(body, CancellationToken.None);
        return Encoding.UTF8.GetString(body.ToArray());
    }

    [GeneratedRegex("^(t[0-9a-z]{26})?(?<table>[a-z]+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Name();
}
