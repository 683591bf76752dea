using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace ItsmServerless.Local.Hosting;

/// <summary>A function of the app, checked and ready to be invoked.</summary>
/// <param name="Name">What <see cref="FunctionAttribute"/> says.</param>
/// <param name="Method">The method behind it.</param>
/// <param name="Trigger">What starts it.</param>
/// <param name="TriggerParameter">The parameter that takes what started it.</param>
/// <param name="Arguments">Takes each argument, in the order of the parameters, from an invocation.</param>
/// <param name="Definition">Its description as middleware sees it.</param>
internal sealed record LocalFunction(
    string Name,
    MethodInfo Method,
    TriggerBindingAttribute Trigger,
    ParameterInfo TriggerParameter,
    ImmutableArray<Func<LocalFunctionContext, object?>> Arguments,
    FunctionDefinition Definition)
{
    /// <summary>How often the host runs it again after a failure.</summary>
    public RetryRule Retry { get; init; } = RetryRule.None;

    /// <summary>What stops the start when the function cannot be hosted.</summary>
    public static StartFailedException Refusal(string name, string why) =>
        new($"Function {name} cannot be hosted here: {why}");

    /// <inheritdoc cref="Refusal(string, string)"/>
    public StartFailedException Refusal(string why) => Refusal(Name, why);
}
