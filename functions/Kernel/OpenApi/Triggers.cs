using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Kernel.OpenApi;

/// <summary>Reads what a trigger attribute says.</summary>
internal static class Triggers
{
    /// <summary>The HTTP methods a function answers.</summary>
    public static IReadOnlyList<string> MethodsOf(MethodInfo function) =>
        [.. function.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .SelectMany(trigger => trigger?.Methods ?? [])];
}
