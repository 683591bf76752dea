using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;
using ItsmServerless.Kernel.Telemetry;

namespace ItsmServerless.Tests.Scenarios.Cost;

/// <summary>A storage call: which function made it, what it was, and where.</summary>
/// <param name="Maker">A function; <see cref="CostLedger.Outbox"/> for what is done apart from any.</param>
/// <param name="Kind">read, query, write, transaction or delete.</param>
/// <param name="Place">The table, without prefix and tenant; <c>blob</c>; <c>local</c> for the local runtime's.</param>
internal sealed record CostCall(string Maker, string Kind, string Place)
{
    /// <summary>Whether the local runtime made it, in place of Service Bus and Durable Functions.</summary>
    public bool IsEmulation => Place == CostLedger.Local;

    public bool IsBlob => Place == CostLedger.Blob;
}

/// <summary>Notes every storage call and every execution of a host.</summary>
/// <remarks>Who made a call is known by the span that is opened around every execution.</remarks>
internal sealed partial class CostLedger : HttpPipelinePolicy, IDisposable
{
    public const string Outbox = "outbox";
    public const string Local = "local";
    public const string Blob = "blob";
    private readonly string _prefix;
    private readonly ConcurrentQueue<CostCall> _calls = new();
    private readonly ConcurrentQueue<string> _executions = new();
    private readonly ActivityListener _listener;

    public CostLedger(string prefix)
    {
        _prefix = prefix;
        _listener = new()
        {
            ShouldListenTo = source => source.Name == Meters.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => _executions.Enqueue(span.OperationName),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>What was noted since the last call of this.</summary>
    public (IReadOnlyList<CostCall> Calls, IReadOnlyList<string> Executions) Take() => (Drain(_calls), Drain(_executions));

    public void Dispose() => _listener.Dispose();

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        _calls.Enqueue(Of(message.Request));
        ProcessNext(message, pipeline);
    }

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        _calls.Enqueue(Of(message.Request));
        return ProcessNextAsync(message, pipeline);
    }

    private CostCall Of(Request request) => new(Maker(), Kind(request), Place(request));

    private static string Maker()
    {
        var span = Activity.Current;
        while (span is not null && span.Source.Name != Meters.Name) span = span.Parent;
        return span?.OperationName ?? Outbox;
    }

    private static string Kind(Request request) => (request.Method.Method, request.Uri.Path) switch
    {
        (_, var path) when path.EndsWith("$batch", StringComparison.Ordinal) => "transaction",
        ("GET" or "HEAD", var path) => path.EndsWith("()", StringComparison.Ordinal) ? "query" : "read",
        ("DELETE", _) => "delete",
        _ => "write",
    };

    /// <summary>Of a transaction, that of its first entity.</summary>
    private string Place(Request request)
    {
        var text = request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal) ? Body(request) : request.Uri.Path;
        var from = text.IndexOf(_prefix, StringComparison.Ordinal);
        var name = from < 0 ? "" : Name().Match(text[(from + _prefix.Length)..]).Groups["table"].Value;
        return name.StartsWith(Local, StringComparison.Ordinal) ? Local : name.Length == 0 ? Blob : name;
    }

    private static string Body(Request request)
    {
        using var body = new MemoryStream();
        request.Content!.WriteTo(body, CancellationToken.None);
        return Encoding.UTF8.GetString(body.ToArray());
    }

    private static List<T> Drain<T>(ConcurrentQueue<T> queue)
    {
        var taken = new List<T>();
        while (queue.TryDequeue(out var one)) taken.Add(one);
        return taken;
    }

    [GeneratedRegex("^(t[0-9a-z]{26})?(?<table>[a-z]*)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Name();
}
