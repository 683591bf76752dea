namespace ItsmServerless.Local.Hosting;

/// <summary>Checks at start that an instance of every function's class can be made.</summary>
internal static class FunctionClasses
{
    /// <summary>Looks for a constructor whose every parameter is a service.</summary>
    /// <exception cref="StartFailedException">There is none; the message names a function and what is
    /// missing.</exception>
    public static void RefuseUnmakeable(FunctionCatalog catalog, IServiceProviderIsService services)
    {
        foreach (var function in catalog.Functions.Where(function => !function.Method.IsStatic))
        {
            var type = function.Method.DeclaringType!;
            if (Missing(type, services) is { } missing)
                throw function.Refusal($"its class {type.Name} asks for {missing.Name}, which is no service.");
        }
    }

    private static Type? Missing(Type type, IServiceProviderIsService services)
    {
        var missing = type.GetConstructors()
            .Select(constructor => Array.Find(
                constructor.GetParameters(),
                parameter => !parameter.HasDefaultValue && !services.IsService(parameter.ParameterType)))
            .ToList();
        return missing.Contains(null) ? null : missing.FirstOrDefault()?.ParameterType ?? type;
    }
}
