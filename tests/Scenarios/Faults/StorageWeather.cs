using System.Diagnostics.CodeAnalysis;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ItsmServerless.Tests.Scenarios.Faults;

/// <summary>Bad weather between the product and its storage: a share of the calls fails, in the ways they do in the
/// cloud. The draws come from a seed; which call meets which draw depends on the order of the calls.</summary>
/// <param name="faults">The share of calls that go wrong, 0 to 1.</param>
/// <param name="lost">The share of calls that take effect while their answer is lost; counted in
/// <paramref name="faults"/>.</param>
internal sealed class StorageWeather(int seed, double faults, double lost) : HttpPipelinePolicy
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(250);

    private static readonly FaultAnswer Busy = new(503, "ServerBusy");
    private static readonly FaultAnswer TooMany = new(429, "TooManyRequests");
    private static readonly FaultAnswer Broken = new(500, "InternalError");
    private static readonly FaultAnswer Changed = new(412, "UpdateConditionNotSatisfied");

    private readonly Random _random = new(seed);
    private readonly Lock _drawing = new();

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The product makes no blocking calls.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var (draw, kind, delay) = Draw();
        if (draw >= faults)
        {
            await ProcessNextAsync(message, pipeline);
        }
        else if (draw < lost)
        {
            await ProcessNextAsync(message, pipeline);
            throw new IOException("The answer was lost.");
        }
        else
        {
            await FailAsync(message, pipeline, kind, delay);
        }
    }

    private async ValueTask FailAsync(
        HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline, int kind, TimeSpan delay)
    {
        switch (kind)
        {
            case 0:
                throw new IOException("The connection was refused.");
            case 1:
                message.Response = Busy.For(message.Request);
                break;
            case 2:
                message.Response = TooMany.For(message.Request);
                break;
            case 3:
                message.Response = Broken.For(message.Request);
                break;
            case 4 when IsConditional(message.Request): // As if somebody else had been there in between.
                message.Response = Changed.For(message.Request);
                break;
            case 5:
                await Task.Delay(delay, message.CancellationToken);
                throw new IOException("The connection timed out.");
            default:
                await Task.Delay(delay, message.CancellationToken);
                await ProcessNextAsync(message, pipeline);
                break;
        }
    }

    private (double Draw, int Kind, TimeSpan Delay) Draw()
    {
        lock (_drawing)
            return (_random.NextDouble(), _random.Next(7), LongestDelay * _random.NextDouble());
    }

    private static bool IsConditional(Request request) =>
        request.Headers.TryGetValue("If-Match", out var tag) && tag != "*";

    /// <summary>A refusal as the Table and Blob services word it.</summary>
    private sealed class FaultAnswer(int status, string code)
    {
        public Response For(Request request) => new Answer(status, code, request.ClientRequestId);
    }

    private sealed class Answer(int status, string code, string id) : Response
    {
        private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase)
        {
            ["x-ms-error-code"] = code,
            ["Content-Type"] = "application/json",
        };

        public override int Status => status;

        /// <summary>Said by the transport otherwise, which this answer never saw.</summary>
        public override bool IsError => true;

        public override string ReasonPhrase => code;
        public override Stream? ContentStream { get; set; } = new MemoryStream(Encoding.UTF8.GetBytes(
            $$"""{"odata.error":{"code":"{{code}}","message":{"lang":"en-US","value":"{{code}}"} } }"""));
        public override string ClientRequestId { get; set; } = id;

        public override void Dispose() => ContentStream?.Dispose();

        protected override bool ContainsHeader(string name) => _headers.ContainsKey(name);

        protected override IEnumerable<HttpHeader> EnumerateHeaders() =>
            _headers.Select(header => new HttpHeader(header.Key, header.Value));

        protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) =>
            _headers.TryGetValue(name, out value);

        protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
        {
            values = _headers.TryGetValue(name, out var value) ? [value] : null;
            return values is not null;
        }
    }
}
