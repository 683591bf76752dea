using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace ItsmServerless.Local.Hosting;

/// <summary>A function's description as middleware sees it.</summary>
internal sealed class LocalFunctionDefinition : FunctionDefinition
{
    /// <summary>Describes a method with its trigger.</summary>
    public LocalFunctionDefinition(
        string name, MethodInfo method, ParameterInfo triggerParameter, TriggerBindingAttribute trigger)
    {
        Name = Id = name;
        EntryPoint = $"{method.DeclaringType!.FullName}.{method.Name}";
        PathToAssembly = method.DeclaringType.Assembly.Location;
        Parameters = [.. method.GetParameters().Select(p => new FunctionParameter(p.Name!, p.ParameterType))];
        InputBindings = One(triggerParameter.Name!, Kind(trigger), BindingDirection.In).AddRange(Inputs(method));
        OutputBindings = trigger is HttpTriggerAttribute ? One("$return", "http", BindingDirection.Out) : None;
    }

    /// <inheritdoc/>
    public override ImmutableArray<FunctionParameter> Parameters { get; }

    /// <inheritdoc/>
    public override string PathToAssembly { get; }

    /// <inheritdoc/>
    public override string EntryPoint { get; }

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    /// <inheritdoc/>
    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; }

    private static ImmutableDictionary<string, BindingMetadata> None { get; } =
        ImmutableDictionary<string, BindingMetadata>.Empty;

    private static ImmutableDictionary<string, BindingMetadata> One(
        string name, string kind, BindingDirection direction) =>
        None.Add(name, new Binding(name, kind, direction));

    private static IEnumerable<KeyValuePair<string, BindingMetadata>> Inputs(MethodInfo method) =>
        from parameter in method.GetParameters()
        from input in parameter.GetCustomAttributes<InputBindingAttribute>()
        select KeyValuePair.Create<string, BindingMetadata>(
            parameter.Name!, new Binding(parameter.Name!, Kind(input), BindingDirection.In));

    /// <summary>The name that the host's metadata has for a binding: the attribute's, in camel case.</summary>
    private static string Kind(BindingAttribute binding)
    {
        var name = binding.GetType().Name;
        var end = name.EndsWith(nameof(Attribute), StringComparison.Ordinal) ? nameof(Attribute).Length : 0;
        return char.ToLowerInvariant(name[0]) + name[1..^end];
    }

    private sealed class Binding(string name, string type, BindingDirection direction) : BindingMetadata
    {
        public override string Name => name;

        public override string Type => type;

        public override BindingDirection Direction => direction;
    }
}
