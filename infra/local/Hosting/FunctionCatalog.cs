using System.Collections.Immutable;
using System.Reflection;
using ItsmServerless.Local.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace ItsmServerless.Local.Hosting;

/// <summary>Every function of the app, found by reflection as the worker finds them.</summary>
internal sealed class FunctionCatalog
{
    private const BindingFlags AnyMethod =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private FunctionCatalog(ImmutableArray<LocalFunction> functions) => Functions = functions;

    /// <summary>All of them, by name.</summary>
    public ImmutableArray<LocalFunction> Functions { get; }

    /// <summary>Reads the functions of an assembly.</summary>
    /// <exception cref="StartFailedException">One of them cannot be hosted; the message names it.</exception>
    public static FunctionCatalog Of(Assembly assembly) => Of(assembly.GetTypes());

    /// <inheritdoc cref="Of(Assembly)"/>
    public static FunctionCatalog Of(params IReadOnlyCollection<Type> types)
    {
        var functions = types
            .SelectMany(type => type.GetMethods(AnyMethod))
            .Where(method => method.IsDefined(typeof(FunctionAttribute)))
            .Select(Read)
            .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
            .ToImmutableArray();
        RefuseSameNames(functions);
        return new FunctionCatalog(functions);
    }

    /// <summary>The functions that one kind of trigger starts, each with its trigger.</summary>
    public IEnumerable<(LocalFunction Function, TTrigger Trigger)> StartedBy<TTrigger>()
        where TTrigger : TriggerBindingAttribute =>
        from function in Functions
        where function.Trigger is TTrigger
        select (function, (TTrigger)function.Trigger);

    private static LocalFunction Read(MethodInfo method)
    {
        var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        if (!method.IsPublic)
            throw LocalFunction.Refusal(name, $"its method {method.Name} is not public.");
        if (OutputOf(method) is { } output)
            throw LocalFunction.Refusal(name, $"it has an output binding, {output.GetType().Name}.");
        var triggers = method.GetParameters()
            .SelectMany(parameter => parameter.GetCustomAttributes<TriggerBindingAttribute>(), ValueTuple.Create)
            .ToList();
        if (triggers is not [var (parameter, trigger)])
            throw LocalFunction.Refusal(name, $"it has {triggers.Count} triggers instead of one.");
        if (trigger is EntityTriggerAttribute)
            throw LocalFunction.Refusal(name, Unsupported.Entities);
        var arguments = ArgumentBinding.Of(name, method, parameter, trigger);
        var definition = new LocalFunctionDefinition(name, method, parameter, trigger);
        return new LocalFunction(name, method, trigger, parameter, arguments, definition)
        {
            Retry = RetryRule.Of(name, method, trigger),
        };
    }

    /// <summary>On the method, or on a property of what it returns.</summary>
    private static BindingAttribute? OutputOf(MethodInfo method)
    {
        var returned = method.ReturnType.IsGenericType ? method.ReturnType.GetGenericArguments()[0] : method.ReturnType;
        return method.GetCustomAttributes<BindingAttribute>()
            .Concat(returned.GetProperties().SelectMany(property => property.GetCustomAttributes<BindingAttribute>()))
            .FirstOrDefault();
    }

    private static void RefuseSameNames(ImmutableArray<LocalFunction> functions)
    {
        var twice = functions
            .GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(same => same.Count() > 1);
        if (twice is not null)
            throw LocalFunction.Refusal(twice.Key, "another function has the same name.");
    }
}
