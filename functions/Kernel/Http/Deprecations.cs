using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Kernel.Http;

/// <summary>Which functions are deprecated.</summary>
public sealed class Deprecations(Assembly functions)
{
    private readonly FrozenDictionary<string, DeprecatedAttribute> notices = functions.GetTypes()
        .SelectMany(type => type.GetMethods()).Where(method => method.IsDefined(typeof(DeprecatedAttribute)))
        .ToFrozenDictionary(
            method => method.GetCustomAttribute<FunctionAttribute>()!.Name,
            method => method.GetCustomAttribute<DeprecatedAttribute>()!);

    /// <summary>What its callers are told; null when it is not deprecated.</summary>
    public DeprecatedAttribute? Of(string function) => notices.GetValueOrDefault(function);
}
