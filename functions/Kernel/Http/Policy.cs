using ItsmServerless.Kernel.Auth;

namespace ItsmServerless.Kernel.Http;

/// <summary>Who may call an HTTP function. Every function carries this or <see cref="AnonymousAttribute"/>; one without
/// stops the start and fails a test.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresAttribute(params Role[] roles) : Attribute
{
    /// <summary>Any one of these suffices.</summary>
    public IReadOnlyList<Role> Roles { get; } = roles;

    /// <summary>Whether who is limited to the records of some groups may call it as well: the function sees to it that
    /// they meet no other group's. All others are closed to them.</summary>
    public bool InGroups { get; init; }
}

/// <summary>Lets everybody call an HTTP function, for a reason that is written down.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AnonymousAttribute(string reason) : Attribute
{
    /// <summary>Why no credential is asked for.</summary>
    public string Reason { get; } = reason;
}

/// <summary>The body a route takes, for the OpenAPI document.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AcceptsAttribute(Type body) : Attribute
{
    /// <summary>The record that the body is read into; <c>byte[]</c> for a raw body.</summary>
    public Type Body { get; } = body;

    /// <summary>The media type.</summary>
    public string MediaType { get; init; } = "application/json";
}

/// <summary>A success answer of a route, for the OpenAPI document.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class AnswersAttribute(int status, Type? body = null) : Attribute
{
    /// <summary>The status code.</summary>
    public int Status { get; } = status;

    /// <summary>The record that is written; null when there is no body.</summary>
    public Type? Body { get; } = body;

    /// <summary>The media type.</summary>
    public string MediaType { get; init; } = "application/json";
}

/// <summary>A query parameter of a route, for the OpenAPI document.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class QueryAttribute(string name, string description) : Attribute
{
    /// <summary>The parameter's name.</summary>
    public string Name { get; } = name;

    /// <summary>What it does, and its default.</summary>
    public string Description { get; } = description;
}
