using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>An HTTP request starts the function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Any method, with the function's key.</summary>
    public HttpTriggerAttribute() => AuthLevel = AuthorizationLevel.Function;

    /// <summary>These methods, with the function's key.</summary>
    public HttpTriggerAttribute(params string[] methods) : this() => Methods = methods;

    /// <summary>Any method.</summary>
    public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;

    /// <summary>These methods.</summary>
    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>The route template; the function's name when there is none.</summary>
    public string? Route { get; set; }

    /// <summary>The methods it answers; <see langword="null"/> means all.</summary>
    public string[]? Methods { get; }

    /// <summary>Whose key the host asks for.</summary>
    public AuthorizationLevel AuthLevel { get; }
}

/// <summary>The key that the Functions host itself asks of an HTTP request.</summary>
public enum AuthorizationLevel
{
    /// <summary>None.</summary>
    Anonymous = 0,

    /// <summary>A signed-in user.</summary>
    User = 1,

    /// <summary>A key of the function or of the host.</summary>
    Function = 2,

    /// <summary>A key of the host's own.</summary>
    System = 3,

    /// <summary>The master key.</summary>
    Admin = 4,
}
