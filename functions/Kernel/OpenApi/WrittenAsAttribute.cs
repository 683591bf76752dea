namespace ItsmServerless.Kernel.OpenApi;

/// <summary>The JSON types of a value that has a converter of its own, for the OpenAPI document.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class WrittenAsAttribute(params string[] types) : Attribute
{
    /// <summary>As JSON Schema names them: <c>string</c>, <c>number</c>, <c>boolean</c>.</summary>
    public IReadOnlyList<string> Types { get; } = types;
}
