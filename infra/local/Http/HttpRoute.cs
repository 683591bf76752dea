using ItsmServerless.Local.Hosting;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Local.Http;

/// <summary>Reads where a function is reached, and refuses what Azure would not serve there.</summary>
internal static class HttpRoute
{
    /// <summary>Routes below these belong to the Functions host itself, whatever the prefix is.</summary>
    private static readonly string[] OfTheHost = ["admin", "runtime"];

    /// <summary>The function's route with the prefix of <c>host.json</c>; its name when it has none.</summary>
    /// <remarks>A method that the function does not answer is no route, as in Functions: 404 and not 405.</remarks>
    /// <exception cref="StartFailedException">The template, or a constraint in it, cannot be hosted.</exception>
    public static RoutePattern Of(
        LocalFunction function, HttpTriggerAttribute trigger, string routePrefix, ParameterPolicyFactory policies)
    {
        var template = string.IsNullOrEmpty(trigger.Route) ? function.Name : trigger.Route;
        if (Array.Exists(OfTheHost, start => template.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
            throw function.Refusal($"its route {template} is one of the Functions host's own.");
        var pattern = Parse(function, template, routePrefix, MethodsOf(trigger));
        RefuseUnknownConstraints(function, template, pattern, policies);
        return pattern;
    }

    private static RouteValueDictionary MethodsOf(HttpTriggerAttribute trigger) => trigger.Methods is { Length: > 0 }
        ? new() { ["httpMethod"] = new HttpMethodRouteConstraint(trigger.Methods) }
        : [];

    private static RoutePattern Parse(
        LocalFunction function, string template, string routePrefix, RouteValueDictionary methods)
    {
        try
        {
            return RoutePatternFactory.Parse(
                string.Join('/', new[] { routePrefix, template }.Where(part => part.Length > 0)),
                defaults: null,
                methods);
        }
        catch (RoutePatternException broken)
        {
            throw function.Refusal($"its route {template} is no template: {broken.Message}");
        }
    }

    /// <summary>Routing itself would find out at the first request.</summary>
    private static void RefuseUnknownConstraints(
        LocalFunction function, string template, RoutePattern pattern, ParameterPolicyFactory policies)
    {
        foreach (var parameter in pattern.Parameters)
        {
            foreach (var policy in parameter.ParameterPolicies.Where(policy => policy.Content is not null))
            {
                try
                {
                    policies.Create(parameter, policy);
                }
                catch (Exception broken) when (broken is InvalidOperationException or FormatException
                    or ArgumentException or RouteCreationException)
                {
                    throw function.Refusal(
                        $"the constraint {policy.Content} in its route {template} cannot be made: {broken.Message}");
                }
            }
        }
    }
}
