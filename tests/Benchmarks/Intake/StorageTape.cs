using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ItsmServerless.Tests.Benchmarks.Intake;

/// <summary>A call of storage as it left the product.</summary>
internal sealed record TapedCall(
    RequestMethod Method, Uri Address, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[]? Body, int Status);

/// <summary>Writes down the storage calls of each message by itself, and those that belong to none.</summary>
internal sealed class StorageTape : HttpPipelinePolicy
{
    private readonly AsyncLocal<ConcurrentQueue<TapedCall>?> _message = new();

    /// <summary>What is done apart from any message, such as taking back intents.</summary>
    public ConcurrentQueue<TapedCall> Apart { get; } = new();

    /// <summary>Does the work of one message.</summary>
    /// <returns>The calls that it took, in their order.</returns>
    public async Task<IReadOnlyList<TapedCall>> Of(Func<Task> work)
    {
        var calls = _message.Value = new();
        await work();
        return [.. calls];
    }

    /// <summary>The calls that belonged to no message since the last time.</summary>
    public IReadOnlyList<TapedCall> TakeApart()
    {
        var taken = new List<TapedCall>();
        while (Apart.TryDequeue(out var call)) taken.Add(call);
        return taken;
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The product makes no blocking calls.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var body = await BodyOf(message.Request, message.CancellationToken);
        await ProcessNextAsync(message, pipeline);
        (_message.Value ?? Apart).Enqueue(new(
            message.Request.Method, message.Request.Uri.ToUri(),
            [.. message.Request.Headers.Select(header => KeyValuePair.Create(header.Name, header.Value))], body,
            message.Response.Status));
    }

    private static async Task<byte[]?> BodyOf(Request request, CancellationToken cancel)
    {
        if (request.Content is not { } content) return null;
        using var body = new MemoryStream();
        await content.WriteToAsync(body, cancel);
        return body.ToArray();
    }
}
