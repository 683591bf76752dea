using System.Reflection;
using ItsmServerless.Kernel.Http;
using Microsoft.Azure.Functions.Worker;
using Xunit;

namespace ItsmServerless.Tests.Unit.Architecture;

public sealed class FunctionTests
{
    /// <summary>Routes that anybody may call; the reason stands at the function. One more is a decision, made here.</summary>
    private static readonly string[] KnownAnonymous =
    [
        "AskToDeliver", "DecideApproval", "Deliver", "DeliverMime", "Docs", "DocsScript", "DownloadExport", "EnqueueEvent", "Fallback", "HealthLive", "HealthReady",
        "ListProblems", "OpenApi", "ReadCalendarFeed", "ShowApproval", "ShowApprovalOptions", "ShowProblem",
    ];

    private static readonly Assembly Functions = typeof(ItsmApp).Assembly;

    [Fact]
    public void HttpFunctions_EachHaveAPolicy() => Assert.NotNull(new FunctionPolicies(Functions));

    [Fact]
    public void HttpFunctions_WithoutCredential_AreKnown() =>
        Assert.Equal(KnownAnonymous, Handlers().Where(method => method.IsDefined(typeof(AnonymousAttribute))).Select(NameOf));

    [Fact]
    public void FunctionNames_AreUnique() => Assert.Equal(Handlers().Select(NameOf).Distinct(), Handlers().Select(NameOf));

    [Fact]
    public void HttpFunctions_LeaveAuthorizationToOurOwnMiddleware() =>
        Assert.All(Handlers().SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).OfType<HttpTriggerAttribute>(),
            trigger => Assert.Equal(AuthorizationLevel.Anonymous, trigger.AuthLevel));

    /// <summary>Bind, call, answer: a branch in a trigger is a rule in the wrong place.</summary>
    [Fact]
    public void Triggers_HaveAtMostThreeLines() =>
        Assert.Empty(Repository.Files("functions", "*.cs").SelectMany(TriggerBodies.TooLong));

    private static IEnumerable<MethodInfo> Handlers() => Functions.GetTypes().SelectMany(type => type.GetMethods())
        .Where(method => method.IsDefined(typeof(FunctionAttribute))).OrderBy(NameOf, StringComparer.Ordinal);

    private static string NameOf(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>()!.Name;
}
