using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Kernel.Http;

/// <summary>The first line of every trigger: reads the request strictly, or says what is wrong with it.</summary>
public sealed class Api
{
    /// <summary>The caller of an authenticated route.</summary>
    public Caller Caller(HttpRequest request) => throw new NotSupportedException();

    /// <summary>Reads a command: body, Idempotency-Key, and with <paramref name="change"/> the If-Match that changing an existing record needs.</summary>
    public Task<Outcome<Request<TBody>>> Bind<TBody>(HttpRequest request, bool change = false) where TBody : class, IBody<TBody> => throw new NotSupportedException();

    /// <summary>Reads limit and cursor of a list: 400 <c>invalid_parameter</c> when they cannot be.</summary>
    public Outcome<Paging> Paging(HttpRequest request) => throw new NotSupportedException();
}
