using ItsmServerless.Local.Hosting;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Local.Http;

/// <summary>The routes of the functions so far: a request must never have two to choose from.</summary>
internal sealed class TakenRoutes
{
    /// <summary>What fits one of these may fit another: 7 is all of them.</summary>
    private static readonly string[] Numbers = ["int", "long", "decimal", "double", "float"];

    private readonly List<Taken> _taken = [];

    /// <summary>Adds a function's route.</summary>
    /// <exception cref="StartFailedException">Another function answers the same route and a same method.</exception>
    public void Add(LocalFunction function, HttpTriggerAttribute trigger, RoutePattern pattern)
    {
        var added = new Taken(function.Name, ShapeOf(pattern), trigger.Methods ?? []);
        if (_taken.Find(added.Meets) is { } other)
            throw function.Refusal($"{added.Methods} {pattern.RawText} is the route of {other.Function} already.");
        _taken.Add(added);
    }

    /// <summary>What routing tells apart: parameters by their constraints, not by their names.</summary>
    private static string ShapeOf(RoutePattern pattern) =>
        string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(ShapeOf))));

    private static string ShapeOf(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter =>
            $"{{{(parameter.IsCatchAll ? "*" : "")}{string.Join(':', ConstraintsOf(parameter))}}}",
        _ => part.ToString() ?? "",
    };

    private static IEnumerable<string?> ConstraintsOf(RoutePatternParameterPart parameter) =>
        parameter.ParameterPolicies.Select(policy => Numbers.Contains(policy.Content) ? "number" : policy.Content);

    private sealed record Taken(string Function, string Shape, string[] MethodNames)
    {
        public string Methods => MethodNames is []
            ? "any method of"
            : string.Join(", ", MethodNames).ToUpperInvariant();

        public bool Meets(Taken other) => Shape.Equals(other.Shape, StringComparison.OrdinalIgnoreCase)
            && (MethodNames is [] || other.MethodNames is []
                || MethodNames.Intersect(other.MethodNames, StringComparer.OrdinalIgnoreCase).Any());
    }
}
