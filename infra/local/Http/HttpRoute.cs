using ItsmServerless.Local.Hosting;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Local.Http;

/// <summary>Reads where a function is reached, and refuses what cannot be hosted.</summary>
internal static class HttpRoute
{
    private static readonly Type[] Tasks = [typeof(Task<>), typeof(ValueTask<>)];
    private static readonly Type[] Answers = [typeof(void), typeof(Task), typeof(ValueTask)];

    /// <summary>The function's route with the prefix of <c>host.json</c>; its name when it has none.</summary>
    /// <exception cref="StartFailedException">Template, key or return type cannot be hosted.</exception>
    public static RoutePattern Of(LocalFunction function, HttpTriggerAttribute trigger, string routePrefix)
    {
        if (trigger.AuthLevel != AuthorizationLevel.Anonymous)
            throw function.Refusal($"it asks for a key of the host ({trigger.AuthLevel}), which has none here.");
        if (!IsAnswer(function.Method.ReturnType))
            throw function.Refusal($"it returns {function.Method.ReturnType.Name} instead of an IResult.");
        var template = trigger.Route ?? function.Name;
        try
        {
            return RoutePatternFactory.Parse(
                string.Join('/', new[] { routePrefix, template }.Where(part => part.Length > 0)));
        }
        catch (RoutePatternException broken)
        {
            throw function.Refusal($"its route {template} is no template: {broken.Message}");
        }
    }

    /// <summary>Two functions with one route and method: the second stops the start.</summary>
    public static void RefuseTaken(
        Dictionary<string, string> taken, LocalFunction function, HttpTriggerAttribute trigger, RoutePattern pattern)
    {
        foreach (var method in trigger.Methods is { Length: > 0 } methods ? methods : ["*"])
        {
            if (!taken.TryAdd($"{method} {Shape(pattern)}", function.Name))
                throw function.Refusal($"{method.ToUpperInvariant()} {pattern.RawText} is the route of "
                    + $"{taken[$"{method} {Shape(pattern)}"]} already.");
        }
    }

    /// <summary>What routing tells apart: parameters by their constraints, not by their names.</summary>
    private static string Shape(RoutePattern pattern) =>
        string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(Shape))));

    private static string Shape(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart { IsCatchAll: true } => "{*}",
        RoutePatternParameterPart parameter =>
            $"{{{string.Join(':', parameter.ParameterPolicies.Select(policy => policy.Content))}}}",
        _ => part.ToString() ?? "",
    };

    private static bool IsAnswer(Type type)
    {
        if (Answers.Contains(type) || type.IsAssignableTo(typeof(IResult)))
            return true;
        return type.IsGenericType
            && Tasks.Contains(type.GetGenericTypeDefinition())
            && type.GetGenericArguments()[0].IsAssignableTo(typeof(IResult));
    }
}
