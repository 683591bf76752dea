using System.Collections.Immutable;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Kernel.Http;

/// <summary>A route of the app: method, template, and the function behind it.</summary>
public sealed record Route(string Method, string Template, string Function, MethodInfo Handler);

/// <summary>Every HTTP route there is, read from the functions themselves.</summary>
public sealed class Routes(Assembly functions)
{
    /// <summary>In the order of templates, then methods; the catch-all is left out.</summary>
    public ImmutableArray<Route> All { get; } = [.. functions.GetTypes().SelectMany(type => type.GetMethods()).SelectMany(Read)
        .OrderBy(route => route.Template, StringComparer.Ordinal).ThenBy(route => route.Method, StringComparer.Ordinal)];

    /// <summary>The methods that some route takes for a path; empty when none does.</summary>
    public IReadOnlyCollection<string> MethodsOf(PathString path) =>
        [.. All.Where(route => Matches(route.Template, path)).Select(route => route.Method).Distinct().Order(StringComparer.Ordinal)];

    private static bool Matches(string template, PathString path) =>
        new TemplateMatcher(TemplateParser.Parse(template), []).TryMatch(path, []);

    private static IEnumerable<Route> Read(MethodInfo method)
    {
        var name = method.GetCustomAttribute<FunctionAttribute>()?.Name;
        var trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null);
        return name is null || trigger?.Route is not { } template || template.StartsWith("{*", StringComparison.Ordinal)
            ? []
            : (trigger.Methods ?? []).Select(verb => new Route(verb.ToUpperInvariant(), template, name, method));
    }
}
