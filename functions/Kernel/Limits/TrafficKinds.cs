using System.Collections.Frozen;
using System.Reflection;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Kernel.Limits;

/// <summary>What requests are to the limits, by their function and method.</summary>
public sealed class TrafficKinds(Routes routes)
{
    private const string Health = "/health";

    private readonly FrozenDictionary<string, string> uses = routes.All
        .DistinctBy(route => route.Function)
        .Select(route => (route.Function, route.Handler.GetCustomAttribute<UsesAttribute>()?.Quota))
        .Where(pair => pair.Quota is not null)
        .ToFrozenDictionary(pair => pair.Function, pair => pair.Quota!);

    private readonly FrozenSet<string> waiting = routes.All
        .Where(route => route.Handler.IsDefined(typeof(WaitsAttribute)))
        .Select(route => route.Function)
        .ToFrozenSet();

    /// <summary>Whether probes of the platform ask; they are never refused.</summary>
    public static bool IsProbe(HttpRequest request) => request.Path.StartsWithSegments(Health, StringComparison.Ordinal);

    /// <summary>The kind of a request that has a credential.</summary>
    public static Traffic Of(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)
            ? Traffic.Reads
            : Traffic.Writes;

    /// <summary>The same where the credential may be part of the path or the body.</summary>
    public static Traffic OfAnybody(HttpRequest request) =>
        request.Path.StartsWithSegments("/in", StringComparison.Ordinal) || request.Path == "/v2/enqueue"
            ? Traffic.Intake
            : Of(request);

    /// <summary>Whether requests of a function do nothing for most of their time.</summary>
    public bool Waits(string function) => waiting.Contains(function);

    /// <summary>The quota that a full one refuses the request by; null for none.</summary>
    /// <remarks>What admins and auditors read is never refused: who has used up a plan must be able to see by what,
    /// and the operator has no plan.</remarks>
    public string? QuotaOf(string function, HttpRequest request, Role role) =>
        role == Role.Operator || (role is Role.Admin or Role.Auditor && Of(request) == Traffic.Reads)
            ? null
            : uses.GetValueOrDefault(function, Dimensions.Calls);
}
