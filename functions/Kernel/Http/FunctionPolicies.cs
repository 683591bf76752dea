using System.Collections.Frozen;
using System.Reflection;
using ItsmServerless.Kernel.Auth;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Kernel.Http;

/// <summary>Who may call which function. Making it fails when an HTTP function has no policy, and with it the
/// start.</summary>
public sealed class FunctionPolicies
{
    private readonly FrozenDictionary<string, IReadOnlyList<Role>?> roles;

    /// <summary>Reads the policies of an assembly's functions.</summary>
    /// <exception cref="InvalidOperationException">An HTTP function has neither or both of [Requires] and
    /// [Anonymous].</exception>
    public FunctionPolicies(Assembly functions) =>
        roles = functions.GetTypes().SelectMany(type => type.GetMethods()).Where(IsHttp).ToFrozenDictionary(Name, Policy);

    /// <summary>Whether anybody may call the function.</summary>
    public bool IsAnonymous(string function) => roles[function] is null;

    /// <summary>Whether a role may call the function.</summary>
    public bool Allows(string function, Role role) => roles[function]?.Contains(role) ?? true;

    private static bool IsHttp(MethodInfo method) =>
        method.IsDefined(typeof(FunctionAttribute)) && method.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute)));

    private static string Name(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>()!.Name;

    private static IReadOnlyList<Role>? Policy(MethodInfo method) =>
        (method.GetCustomAttribute<RequiresAttribute>(), method.GetCustomAttribute<AnonymousAttribute>()) switch
        {
            ({ } requires, null) when requires.Roles.Count > 0 => requires.Roles,
            (null, { Reason.Length: > 0 }) => null,
            _ => throw new InvalidOperationException($"Function {Name(method)} needs [Requires(roles)] or [Anonymous(reason)]."),
        };
}
