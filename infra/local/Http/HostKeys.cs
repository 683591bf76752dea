using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ItsmServerless.Local.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Local.Http;

/// <summary>The keys that functions ask for by their <see cref="AuthorizationLevel"/>, derived from the secret of the
/// data directory: the same after every start, and stored nowhere.</summary>
/// <remarks>
/// Azure makes and keeps them; <c>func start</c> asks for none. Here they are asked for, so that what passes here
/// passes there. https://learn.microsoft.com/azure/azure-functions/function-keys-how-to
/// </remarks>
internal sealed class HostKeys
{
    private const string Header = "x-functions-key";
    private const string QueryParameter = "code";

    private readonly byte[] _secret;

    /// <summary>Those of a data directory.</summary>
    public HostKeys(LocalSecrets secrets)
    {
        _secret = Convert.FromBase64String(secrets.SigningKey);
        (Master, Host, System) = (Derive("host/master"), Derive("host/default"), Derive("host/system"));
    }

    /// <summary>Opens everything.</summary>
    public string Master { get; }

    /// <summary>Opens every function of level <see cref="AuthorizationLevel.Function"/>.</summary>
    public string Host { get; }

    /// <summary>Opens every function of level <see cref="AuthorizationLevel.System"/>.</summary>
    public string System { get; }

    /// <summary>Opens one function of level <see cref="AuthorizationLevel.Function"/>.</summary>
    public string Of(string function) => Derive($"function/{function.ToLowerInvariant()}");

    /// <summary>Whether a request may reach a function.</summary>
    /// <remarks>The header counts before the query, even when it is wrong. No level includes another, but the master
    /// key opens all.</remarks>
    public bool Admit(HttpRequest request, string function, AuthorizationLevel asked)
    {
        if (asked == AuthorizationLevel.Anonymous)
            return true;
        var values = request.Headers.TryGetValue(Header, out var header) ? header : request.Query[QueryParameter];
        var level = LevelOf(values is [var given, ..] ? given ?? "" : "", function);
        return level == AuthorizationLevel.Admin || level == asked;
    }

    /// <summary>What to show a person of them: nothing when no function asks for one.</summary>
    public IEnumerable<string> LinesFor(FunctionCatalog catalog)
    {
        var asking = catalog.StartedBy<HttpTriggerAttribute>()
            .Where(one => one.Trigger.AuthLevel != AuthorizationLevel.Anonymous)
            .ToList();
        if (asking.Count == 0)
            return [];
        var own = asking.Where(one => one.Trigger.AuthLevel == AuthorizationLevel.Function)
            .Select(one => $"Key of function {one.Function.Name} {Of(one.Function.Name)}");
        return [$"Master key {Master}", $"Host key {Host}", $"System key {System}", .. own];
    }

    /// <summary>Refuses the level that asks for a signed-in user: Functions knows none since version 2.</summary>
    /// <exception cref="StartFailedException">The function asks for it.</exception>
    public static void RefuseUnknown(LocalFunction function, HttpTriggerAttribute trigger)
    {
        if (trigger.AuthLevel == AuthorizationLevel.User || !Enum.IsDefined(trigger.AuthLevel))
            throw function.Refusal($"it asks for {trigger.AuthLevel}, which Functions does not know any more.");
    }

    /// <summary>What a key is good for at a function; every candidate is compared, in constant time.</summary>
    private AuthorizationLevel LevelOf(string given, string function)
    {
        var level = AuthorizationLevel.Anonymous;
        foreach (var (key, opens) in CandidatesFor(function))
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(key)))
                level = opens;
        }
        return level;
    }

    private (string Key, AuthorizationLevel Opens)[] CandidatesFor(string function) =>
    [
        (Master, AuthorizationLevel.Admin),
        (System, AuthorizationLevel.System),
        (Host, AuthorizationLevel.Function),
        (Of(function), AuthorizationLevel.Function),
    ];

    private string Derive(string purpose) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"functions-key/{purpose}")));
}
