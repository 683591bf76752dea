using System.Collections.Frozen;
using System.Reflection;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Kernel.Http;

/// <summary>Who may call which function. Making it fails when an HTTP function has no policy, and with it the
/// start.</summary>
public sealed class FunctionPolicies
{
    private readonly FrozenDictionary<string, RequiresAttribute?> policies;

    /// <summary>Reads the policies of an assembly's functions.</summary>
    /// <exception cref="InvalidOperationException">An HTTP function has neither or both of [Requires] and
    /// [Anonymous].</exception>
    public FunctionPolicies(Assembly functions) =>
        policies = functions.GetTypes().SelectMany(type => type.GetMethods()).Where(IsHttp).ToFrozenDictionary(Name, Policy);

    /// <summary>Whether anybody may call the function.</summary>
    public bool IsAnonymous(string function) => policies[function] is null;

    /// <summary>The roles that may call the function; null when everybody may.</summary>
    public RequiresAttribute? Of(string function) => policies[function];

    /// <summary>Why a caller may not call the function: <c>forbidden</c> for the role, <c>outside_groups</c> for who is
    /// limited to groups; null when they may.</summary>
    public Problem? Refusal(string function, Caller caller) => policies[function] switch
    {
        null => null,
        var policy when !policy.Roles.Contains(caller.Role) =>
            new(ProblemCode.Forbidden, $"The role {caller.Role.ToText()} may not do this."),
        { InGroups: false } when caller.Groups is not null => caller.OutsideGroups("this is no group's"),
        _ => null,
    };

    private static bool IsHttp(MethodInfo method) =>
        method.IsDefined(typeof(FunctionAttribute)) && method.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute)));

    private static string Name(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>()!.Name;

    private static RequiresAttribute? Policy(MethodInfo method) =>
        (method.GetCustomAttribute<RequiresAttribute>(), method.GetCustomAttribute<AnonymousAttribute>()) switch
        {
            ({ } requires, null) when requires.Roles.Count > 0 => requires,
            (null, { Reason.Length: > 0 }) => null,
            _ => throw new InvalidOperationException($"Function {Name(method)} needs [Requires(roles)] or [Anonymous(reason)]."),
        };
}
