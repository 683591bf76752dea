using System.Security.Cryptography;
using System.Text;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Kernel.Http;

/// <summary>The first line of every trigger: reads the request strictly, or says what is wrong with it.</summary>
public sealed class Api(Clock clock, RecordSight sight)
{
    private const int LargestJson = 2 << 20;

    /// <summary>The caller of an authenticated route.</summary>
    public Caller Caller(HttpRequest request) => Authentication.CallerOf(request.HttpContext);

    /// <summary>Reads a command: body, Idempotency-Key, and with <paramref name="change"/> the If-Match that changing
    /// an existing record needs.</summary>
    /// <remarks>A body is only found fault with where what the path names is there for the caller.</remarks>
    public async Task<Outcome<Request<TBody>>> Bind<TBody>(HttpRequest request, bool change = false) where TBody : class, IBody<TBody>
    {
        if (RequestHeaders.IdempotencyKey(request).IsRefused(out var badKey, out var key)) return badKey;
        if (RequestHeaders.IfMatch(request).IsRefused(out var badMatch, out var match)) return badMatch;
        if ((await RequestBody.Read<TBody>(request, LargestJson)).IsRefused(out var badBody, out var content))
            return await sight.Missing(Caller(request), request.Path, request.HttpContext.RequestAborted) ?? badBody;
        if (FieldTable.Of(typeof(TBody))?.Unwritable(content.Bytes, Caller(request).Role) is { } forbidden) return forbidden;
        var command = Context(request, key.Value, content.Bytes) with { IfMatch = match.Value, IfMatchRequired = change };
        return new Request<TBody>(Caller(request), content.Body, command, key.Value);
    }

    /// <summary>Reads a command whose body is a file of one media type, as it was sent.</summary>
    /// <param name="most">The bytes it may have.</param>
    public async Task<Outcome<Request<byte[]>>> BindFile(HttpRequest request, string mediaType, int most)
    {
        if (!RequestBody.Is(request.ContentType, mediaType))
            return new Problem(ProblemCode.UnsupportedMediaType, $"Content-Type must be {mediaType}.");
        if (RequestHeaders.IfMatch(request).IsRefused(out var badMatch, out var match)) return badMatch;
        if ((await RequestBody.Bytes(request, most)).IsRefused(out var tooLarge, out var bytes)) return tooLarge;
        return BindRead(request, bytes, bytes).Map(bound => bound with
        {
            Command = bound.Command with { IfMatch = match.Value },
        });
    }

    /// <summary>The command of a request whose body is read elsewhere (an upload): <paramref name="fingerprint"/>
    /// stands for the body.</summary>
    public Outcome<Request<TBody>> BindRead<TBody>(HttpRequest request, TBody body, ReadOnlySpan<byte> fingerprint) where TBody : class
    {
        if (RequestHeaders.IdempotencyKey(request).IsRefused(out var badKey, out var key)) return badKey;
        return new Request<TBody>(Caller(request), body, Context(request, key.Value, fingerprint), key.Value);
    }

    /// <summary>Reads limit and cursor of a list: 400 <c>invalid_parameter</c> when they cannot be.</summary>
    public Outcome<Paging> Paging(HttpRequest request)
    {
        var (limit, cursor) = (request.Query["limit"], request.Query["cursor"]);
        if (limit.Count > 1 || cursor.Count > 1) return new Problem(ProblemCode.InvalidParameter, "limit and cursor may be given once.");
        if (limit.Count == 0) return new Paging(50, cursor);
        return int.TryParse(limit, out var rows) && rows is >= 1 and <= 200
            ? new Paging(rows, cursor)
            : new Problem(ProblemCode.InvalidParameter, "limit is a number from 1 to 200.");
    }

    private CommandContext Context(HttpRequest request, string? key, ReadOnlySpan<byte> body)
    {
        var caller = Caller(request);
        var id = key is null ? CommandId.Random() : CommandId.FromKey(key);
        return new(caller.Tenant, caller.Actor, id, Fingerprint(request, body), clock.Now)
        {
            MayRepeat = key is not null,
            KeepsAnswer = key is not null,
        };
    }

    private static string Fingerprint(HttpRequest request, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.Path}{request.QueryString}\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
