namespace ItsmServerless.Kernel.Limits;

/// <summary>A function whose requests wait for most of their time: they take no place from those that work.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WaitsAttribute : Attribute;
